"""`lsl:NAME`: streams of the Lab Streaming Layer."""
