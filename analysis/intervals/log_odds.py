"""What is known of the log-odds of proportions, beyond what follows from the proportions themselves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LogOdds:
    """The log-odds of several proportions, every array [m].

    Attributes:
        variance: by replicate weights; None: by the delta method, V / (p (1 - p))^2.
        information: with which R's regression stopped, by its limit n p (1 - p); None: 1.
    """

    variance: "Floats | None" = None
    information: "Floats | None" = None

    def of(self, chosen: "NDArray[np.bool_] | NDArray[np.int64]") -> "LogOdds":
        """Of some of the proportions."""
        return LogOdds(
            None if self.variance is None else self.variance[chosen],
            None if self.information is None else self.information[chosen],
        )
