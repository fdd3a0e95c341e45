"""Apache Spark as the engine: the same expressions, on a cluster or in its local mode (the extra `spark`)."""

import os
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.errors import SourceError
from analysis.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from narwhals import LazyFrame

    from analysis.design import Design
    from analysis.gathered import Gathered


def chosen(address: str) -> bool:
    """Whether an address of an engine names Spark: `spark://host:port`, or `local[n]`, its mode on one machine."""
    return address.startswith(("spark://", "local"))


@cache
def session(address: str) -> Any:
    """The session at an address; one per process.

    Raises:
        SourceError: Spark is not installed, or there is nobody at the address.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise _absent(N_("Spark is niet geïnstalleerd."), N_("Installeer het onderdeel “spark”.")) from error
    builder = SparkSession.builder.appName("wijkpeil").master(address)
    if address.startswith("local"):
        # On one machine nothing listens to the outside, and a few partitions do.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = (
            builder.config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.ui.showConsoleProgress", "false")
        )
    try:
        found = builder.getOrCreate()
    except Exception as error:  # whatever kept Java from starting
        raise _absent(
            N_("Spark start niet."), N_("Controleer het adres, en of Java op deze computer staat.")
        ) from error
    found.sparkContext.setLogLevel("ERROR")
    return found


def read(address: str, names: "Sequence[str]") -> "LazyFrame[Any]":
    """Files as a lazy table of Spark.

    Raises:
        SourceError: they cannot be read.
    """
    import narwhals as nw

    work = session(address)
    try:
        if all(name.endswith((".csv", ".csv.gz")) for name in names):
            frame = work.read.csv(list(names), header=True, inferSchema=True)
        else:
            frame = work.read.option("mergeSchema", "true").parquet(*names)
    except Exception as error:  # Spark has an error of its own for each way in which a file is absent
        raise SourceError(
            Message(N_("Verwacht: een leesbaar Parquet-bestand bij “%(name)s”."), {"name": ", ".join(names)}),
            Message(N_("Spark kan het niet lezen.")),
            Message(N_("Controleer de naam en de plaats van het bestand.")),
        ) from error
    made: LazyFrame[Any] = nw.from_native(frame)
    return made


def given(address: str, table: Any) -> "LazyFrame[Any]":
    """A PyArrow table as a lazy table of Spark."""
    import narwhals as nw

    made: LazyFrame[Any] = nw.from_native(session(address).createDataFrame(table))
    return made


def dotted(frame: "LazyFrame[Any]") -> bool:
    """Whether the names of columns have dots where a dot means something: to Spark, a field of a record."""
    return frame.implementation.is_pyspark() and any("." in name for name in frame.collect_schema())


def undotted(frame: "LazyFrame[Any]") -> "tuple[LazyFrame[Any], dict[str, str]]":
    """The same table with names without dots, and the new name per old name."""
    import narwhals as nw

    names = {name: name.replace(".", "·") for name in frame.collect_schema()}
    made: LazyFrame[Any] = nw.from_native(frame.to_native().toDF(*names.values()))
    return made, names


def renamed(design: "Design", names: "Mapping[str, str]") -> "Design":
    """The design with other names of its columns."""
    changed: dict[str, Any] = {}
    for part in fields(design):
        value = getattr(design, part.name)
        if isinstance(value, str) and value in names:
            changed[part.name] = names[value]
        elif isinstance(value, tuple) and part.name in {"strata", "psu", "ssu", "ssu_strata"}:
            changed[part.name] = tuple(names.get(one, one) for one in value)
    return replace(design, **changed)


def named_back(found: "Gathered", names: "Mapping[str, str]") -> "Gathered":
    """What was gathered, under the old names of the columns."""
    old = {new: name for name, new in names.items()}
    return replace(
        found,
        keys={old.get(name, name): one for name, one in found.keys.items()},
        values={old.get(name, name): one for name, one in found.values.items()},
        lowest={old.get(name, name): one for name, one in found.lowest.items()},
        highest={old.get(name, name): one for name, one in found.highest.items()},
    )


def _absent(what: str, hint: str) -> SourceError:
    return SourceError(
        Message(N_("Verwacht: een rekenserver die bereikbaar is (WIJKPEIL_ENGINE).")),
        Message(what),
        Message(hint),
    )
