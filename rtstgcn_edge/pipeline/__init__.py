"""source -> identify -> align -> track -> engine -> decide -> sinks, and the ledger beside them."""

from rtstgcn_edge.pipeline.identified import identified
from rtstgcn_edge.pipeline.identify import KEEP, PEOPLE
from rtstgcn_edge.pipeline.loop import Pipeline
from rtstgcn_edge.pipeline.report import summary, summary_table

__all__ = ["KEEP", "PEOPLE", "Pipeline", "identified", "summary", "summary_table"]
