#pragma once
#include <stdint.h>
#include <zephyr/device.h>
struct sensor_value {
    int32_t val1; /* whole units */
    int32_t val2; /* millionths, of the same sign */
};
enum sensor_channel { SENSOR_CHAN_ACCEL_XYZ = 3, SENSOR_CHAN_GYRO_XYZ = 7 };
int sensor_sample_fetch(const struct device *dev);
int sensor_channel_get(const struct device *dev, enum sensor_channel chan, struct sensor_value *val);
