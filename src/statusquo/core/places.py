"""Where a user's own data lie: one folder per user, the platform's own or the one that ``STATUSQUO_HOME`` names."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT_VARIABLE = "STATUSQUO_HOME"


def user_folder() -> Path:
    """Return the folder of the user's own data: ``STATUSQUO_HOME``, else ``statusquo`` among the platform's user data.

    It may not be there yet; whoever writes into it makes it.
    """
    if named := os.environ.get(ENVIRONMENT_VARIABLE):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("statusquo", appauthor=False))
