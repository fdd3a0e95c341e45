"""The columns of the survey as plain bytes: what R reads quickest, having no Parquet of its own in Debian."""

from pathlib import Path

from bench.municipality import INDICATORS, margins


def columns(source: Path) -> Path:
    """Write the columns of a Parquet file beside it, unless they stand there; gives the folder.

    Texts become numbers of four bytes from 0 into the sorted labels of `<column>.levels`, everything else doubles of eight.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from analysis.columns import coded

    folder = source.with_suffix(".columns")
    if (folder / "rows").is_file():
        return folder
    folder.mkdir(exist_ok=True)
    schema = pq.read_schema(source)
    names = []
    for field in schema:
        text = pa.types.is_string(field.type)
        with pq.ParquetFile(source, read_dictionary=[field.name] if text else None) as file:
            column = file.read(columns=[field.name]).column(0)
        name = f"y{INDICATORS.index(field.name) + 1}" if field.name in INDICATORS else field.name
        names.append(name)
        if text:
            found = coded(column)
            found.codes.astype(np.int32).tofile(folder / name)
            (folder / f"{name}.levels").write_text("\n".join(map(str, found.labels)) + "\n")
        else:
            column.to_numpy().astype(np.float64).tofile(folder / name)
    (folder / "names").write_text("\n".join(names) + "\n")
    (folder / "margins.csv").write_text(margins())
    (folder / "rows").write_text(f"{pq.read_metadata(source).num_rows}\n")
    return folder
