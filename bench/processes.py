"""What processes used of the processor, and what others took of it."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(*roots: int) -> float:
    """What these processes and all that they started used until now, in seconds of one core."""
    fields: dict[int, list[int]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                read = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            # Its parent, and what it and the children that it buried used, in user mode and in the kernel.
            fields[int(each.name)] = [int(read[1]), sum(int(one) for one in read[11:15])]
    found = set(roots)
    while more := {pid for pid, (parent, _used) in fields.items() if parent in found} - found:
        found |= more
    return sum(fields[pid][1] for pid in found if pid in fields) / _TICK


def core_seconds() -> tuple[float, float]:
    """What all cores counted until now, and what other virtual machines took of that, in seconds of one core."""
    counted = [int(each) / _TICK for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(counted), counted[7]
