"""The rule that puts each line of SIPRI's trade register into one of ten categories.

SIPRI's own category decides, except where the description says more, which goes first (`weapon_categories.csv`):

* Uncrewed aircraft stand under "Aircraft" and one-way attack drones and loitering munitions under "Missiles".
  They are categories of their own here, since the wars of 2020 and 2022 turned on them. A one-way attack
  drone and a loitering munition are both spent on their target, so they share a category.
* A surface-to-air missile is air defence whoever fires it: "SAM", "portable SAM" and ballistic-missile
  interceptors stand under "Missiles" in the register, the launchers under "Air-defence systems" or, at sea,
  "Naval weapons". Missiles that serve both from aircraft and from the ground (long-range air-to-air/SAM) stay
  missiles, because the register does not say which use was bought, and so does the anti-ship missile that can
  also engage aircraft.
* A radar that belongs to a SAM system is part of that system: air defence. Air-search radars serve other ends
  too and stay sensors.
* Guided bombs, glide bombs, rockets and shells stay with the missiles, as in the register: what they share is
  guidance.
* Turrets go with what they are mounted on: turrets of tanks, fighting vehicles and carriers are armour.
* A naval gun, rocket launcher or SAM system is bought for a ship: the SAM system is air defence (see above),
  the others are ships.
* Engines are "other": the register lists them apart because they are delivered for weapons built elsewhere,
  and counting them as aircraft, ships or armour would count parts as weapons. Refuelling kits and helicopter
  turrets are "other" for the same reason.
* Satellites are sensors: the register holds surveillance satellites only.
"""

from __future__ import annotations

from statusquo.core.shipped_tables import shipped_rows

CATEGORIES = (
    "aircraft",
    "armour",
    "artillery",
    "air defence",
    "missiles",
    "UAV",
    "loitering munition",
    "ships",
    "sensors",
    "other",
)

_ROWS = shipped_rows("statusquo.sources", "weapon_categories.csv")

BY_SIPRI_CATEGORY = {row["sipri_category"]: row["category"] for row in _ROWS if not row["description"]}
BY_DESCRIPTION = {(row["sipri_category"], row["description"]): row["category"] for row in _ROWS if row["description"]}


def weapon_category(sipri_category: str, description: str) -> str:
    """Return the category of a weapon.

    Args:
        sipri_category: SIPRI's "Armament category".
        description: SIPRI's "Description".

    Returns:
        One of `CATEGORIES`.

    Raises:
        KeyError: when SIPRI's category is new.
    """
    return BY_DESCRIPTION.get((sipri_category, description)) or BY_SIPRI_CATEGORY[sipri_category]
