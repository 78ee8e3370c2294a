/* The I2C bus with one sensor on it. */
#pragma once

#include <stdint.h>

#define WIRE_HAS_TIMEOUT 1

class TwoWire {
public:
    void begin();
    void setClock(uint32_t hertz);
    void setWireTimeout(uint32_t us, bool reset);
    void beginTransmission(uint8_t address);
    uint8_t write(uint8_t byte);
    uint8_t endTransmission(bool stop = true);
    uint8_t requestFrom(uint8_t address, uint8_t count);
    int read();
};
extern TwoWire Wire;
