from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1]
TARGET = FOLDER / "target"


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_the_notebook_runs_on_the_demo_and_its_tables_agree(source: Path, home: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("BELLWETHER_HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    notebook = jupytext.read(source)
    try:
        NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    finally:
        jupytext.write(notebook, TARGET / f"{source.stem}.ipynb")
    charts = [chart for chart in outputs(notebook) if "image/svg+xml" in chart.get("data", {})]
    assert charts, "a notebook shows at least one chart"


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
