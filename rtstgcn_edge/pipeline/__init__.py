"""source -> align -> track -> engine -> decide -> sinks, and the ledger beside them."""

from rtstgcn_edge.pipeline.loop import Pipeline
from rtstgcn_edge.pipeline.report import summary, summary_table

__all__ = ["Pipeline", "summary", "summary_table"]
