"""Where the monitor draws its lines, all in one place, each with its reason. None of them proves anything."""

FAST = 0.5
"""An interview below this share of the median of the same questionnaire in the same language is pointed at.

An absolute limit would point at everybody who skips a block; Greszki, Meyer and Schoen (2015, Public Opinion Quarterly
79:471-503) compare limits of 30 to 60 percent of the median. `analysis.quality.pace` uses the same one."""

ENOUGH = 10
"""Fewer finished interviews than this have no median to compare with: nothing is said about speed, and no median is shown."""

STATEMENTS = 3
"""Equal answers to fewer statements than this say nothing; as in `analysis.quality.pace`."""

PAUSE_SECONDS = 180
"""One page on the screen, or the tablet out of sight during one page, for longer than this. A talk in the street lasts
four to ten minutes, and the longest show-card is read in under one."""

SAME_SHARE = 0.9
SAME_ANSWERS = 10
"""This share of at least so many closed answers is one and the same code, such as "don't know" throughout."""

NIGHT_FROM, NIGHT_UNTIL = 22, 7
"""Hours in the Netherlands between which nobody stands in the street: mostly a wrong clock."""

OFFSET_SECONDS = 600
"""A clock that is further off than this makes the hours of an interview unreliable. Its content is not touched."""

UNSEEN_HOURS = 24
"""A device with work on it that was not heard of for so long may be switched off, lost or without a network."""

UNSENT_HOURS = 4
"""Interviews are sent by themselves as soon as there is a network: half a working day without is worth a call."""

BEHIND = 0.15
BEHIND_PLACES = 3
"""A cell is behind when its share lies so far below the share of the fieldwork days that are over, and at least so many
interviews short; below that it is chance."""

RECENT_DAYS = 14
"""So many days of fieldwork stand in the table of the overview; the log and the file have all of them."""
