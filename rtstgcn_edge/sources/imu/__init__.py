"""`imu:PORT`: body-worn sensors over a serial port."""
