"""Host side of the wire to body-worn sensors."""
