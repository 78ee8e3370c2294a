/* As much of an Arduino as the example uses, on a host: a clock that tests move, a UART with 64 bytes of buffer at
 * 115200 baud. */
#pragma once

#include <stddef.h>
#include <stdio.h>
#include <stdint.h>

enum { LOW, HIGH, OUTPUT, A0 = 14 };

void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t level);
int analogRead(uint8_t pin);
uint32_t micros();

class HardwareSerial {
public:
    void begin(unsigned long baud);
    int availableForWrite();
    size_t write(const uint8_t *data, size_t size);
    int available();
    int read();
};
extern HardwareSerial Serial;
