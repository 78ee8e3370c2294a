#pragma once
#include <stdbool.h>
struct device {
    const char *name;
};
bool device_is_ready(const struct device *dev);
extern const struct device board_uart, board_imu;
#define DT_CHOSEN(name) (&board_uart)
#define DT_ALIAS(name) (&board_imu)
#define DEVICE_DT_GET(node) node
