"""The rule that puts each line of SIPRI's trade register into one of ten categories.

SIPRI's own category decides (`BY_SIPRI_CATEGORY`), except where the description says more (`BY_DESCRIPTION`),
which goes first:

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

BY_SIPRI_CATEGORY = {
    "Aircraft": "aircraft",
    "Air-defence systems": "air defence",
    "Armoured vehicles": "armour",
    "Artillery": "artillery",
    "Engines": "other",
    "Missiles": "missiles",
    "Naval weapons": "ships",
    "Other": "other",
    "Satellites": "sensors",
    "Sensors": "sensors",
    "Ships": "ships",
}

BY_DESCRIPTION = {
    ("Aircraft", "UAV"): "UAV",
    ("Aircraft", "armed UAV"): "UAV",
    ("Aircraft", "(armed) UAV"): "UAV",
    ("Aircraft", "maritime patrol UAV"): "UAV",
    # A light aircraft that also flies uncrewed is bought as either; the register counts it with the aircraft.
    ("Aircraft", "light aircraft/UAV"): "aircraft",
    ("Missiles", "loitering munition"): "loitering munition",
    ("Missiles", "one-way attack drone"): "loitering munition",
    ("Missiles", "SAM"): "air defence",
    ("Missiles", "portable SAM"): "air defence",
    ("Missiles", "SAM/ABM"): "air defence",
    ("Missiles", "ABM missile"): "air defence",
    ("Naval weapons", "naval SAM system"): "air defence",
    ("Sensors", "SAM system radar"): "air defence",
    ("Other", "armoured personnel carrier turret"): "armour",
    ("Other", "infantry fighting vehicle turret"): "armour",
    ("Other", "iinfantry fighting vehicle turret"): "armour",  # spelled so in the register
    ("Other", "tank destroyer turret"): "armour",
    ("Other", "tank turret"): "armour",
}


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
