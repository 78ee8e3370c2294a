/* board BAUD MILLISECONDS SENSOR ...: runs the sketch with emulated sensors (mpu, lsm or none), several behind a switch,
 * one that loses its wire after two seconds (loose), and one that then holds the bus down for half a second (holding);
 * as SENSOR also: direct, there is no switch, blind, the core does not tell of room. What the sketch sends goes to
 * standard output; standard input comes in from 500 ms on. At millisecond n a sensor has the values 4 n + its channel; the pin's levels go to standard
 * error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "Arduino.h"
#include "Wire.h"

void setup();
void loop();

HardwareSerial Serial;
TwoWire Wire;

enum Kind { NONE, MPU, LSM };

static uint64_t now_us, drained_us;
static double buffered, bytes_per_us;
static Kind sensors[8];
static bool loose[8], holding, direct, blind;
static uint32_t timeout_us;
static uint8_t registers[8][128], sensor_count, selected, pointer, request[32], asked, answered;
static bool addressed, switched, has_pointer;

void pinMode(uint8_t, uint8_t) {}

void digitalWrite(uint8_t pin, uint8_t level)
{
    fprintf(stderr, "%u %d %d\n", (unsigned)(now_us / 1000), pin, level);
}

int analogRead(uint8_t)
{
    return rand() & 1023;
}

uint32_t micros()
{
    return (uint32_t)(now_us += 4);
}

void HardwareSerial::begin(unsigned long) {}

int HardwareSerial::availableForWrite()
{
    buffered -= (double)(now_us - drained_us) * bytes_per_us;
    buffered = buffered < 0 ? 0 : buffered;
    drained_us = now_us;
    return blind ? 0 : 63 - (int)buffered;
}

size_t HardwareSerial::write(const uint8_t *data, size_t size)
{
    if ((int)size > availableForWrite() && !blind) {
        exit(3); /* a real one waits here */
    }
    buffered += (double)size;
    return fwrite(data, 1, size, stdout);
}

int HardwareSerial::available()
{
    const int next = now_us < 500000 ? EOF : getc(stdin);
    if (next == EOF) {
        return 0;
    }
    ungetc(next, stdin);
    return 1;
}

int HardwareSerial::read()
{
    return getc(stdin);
}

static uint8_t value(uint8_t reg)
{
    const bool is_mpu = sensors[selected] == MPU;
    const uint8_t first = is_mpu ? 0x3B : 0x22;
    if (reg >= first && reg < first + (is_mpu ? 14 : 12)) {
        unsigned pair = (unsigned)(reg - first) / 2u;
        const unsigned high = is_mpu ? (reg - first) % 2u == 0 : (reg - first) % 2u == 1;
        if (is_mpu && pair == 3) {
            return 0xEE; /* temperature */
        }
        pair = is_mpu ? (pair < 3 ? pair : pair - 1) : (pair < 3 ? pair + 3 : pair - 3);
        const unsigned bits = 4 * (unsigned)(now_us / 1000) + pair;
        return (uint8_t)(high ? bits >> 8 & 0xFF : bits & 0xFF);
    }
    return registers[selected][reg];
}

void TwoWire::begin() {}

void TwoWire::setClock(uint32_t) {}

void TwoWire::setWireTimeout(uint32_t us, bool)
{
    timeout_us = us;
}

static bool held()
{
    if (!holding || now_us < 2000000 || now_us > 2500000) {
        return false;
    }
    if (timeout_us == 0) {
        exit(4); /* a real one waits here for ever */
    }
    now_us += timeout_us;
    return true;
}

void TwoWire::beginTransmission(uint8_t address)
{
    const Kind kind = loose[selected] && now_us > 2000000 ? NONE : sensors[selected];
    switched = sensor_count > 1 && address == 0x70 && !direct;
    addressed = switched || (kind == MPU && address == 0x68) || (kind == LSM && address == 0x6B);
    has_pointer = false;
}

uint8_t TwoWire::write(uint8_t byte)
{
    if (switched) {
        for (selected = 0; !(byte >> selected & 1); selected++) {
        }
    } else if (has_pointer && addressed) {
        registers[selected][pointer++] = byte;
    } else {
        pointer = byte;
        has_pointer = true;
    }
    return 1;
}

uint8_t TwoWire::endTransmission(bool)
{
    if (held()) {
        return 5;
    }
    now_us += 70;
    return addressed ? 0 : 2;
}

uint8_t TwoWire::requestFrom(uint8_t address, uint8_t count)
{
    if (held()) {
        return 0;
    }
    beginTransmission(address);
    now_us += 25u * count;
    asked = addressed ? count : 0;
    answered = 0;
    for (uint8_t k = 0; k < asked; k++) {
        request[k] = value(pointer++);
    }
    return asked;
}

int TwoWire::read()
{
    return answered < asked ? request[answered++] : -1;
}

int main(int words, char **word)
{
    bytes_per_us = strtod(word[1], NULL) / 10 / 1e6;
    for (int k = 3; k < words; k++, sensor_count++) {
        if (!strcmp(word[k], "direct") || !strcmp(word[k], "blind")) {
            (word[k][0] == 'd' ? direct : blind) = true;
            sensor_count--;
            continue;
        }
        holding = holding || !strcmp(word[k], "holding");
        loose[sensor_count] = !strcmp(word[k], "loose");
        sensors[sensor_count] = !strcmp(word[k], "none") ? NONE : !strcmp(word[k], "lsm") ? LSM : MPU;
        registers[sensor_count][sensors[sensor_count] == MPU ? 0x75 : 0x0F] = sensors[sensor_count] == MPU ? 0x68 : 0x69;
    }
    setup();
    while (now_us < 1000 * strtoull(word[2], NULL, 10)) {
        now_us += 10;
        loop();
    }
    for (uint8_t node = 0; node < sensor_count; node++) {
        fprintf(stderr, "registers");
        for (unsigned k = 0; k < sizeof registers[node]; k++) {
            if (registers[node][k]) {
                fprintf(stderr, " %02X=%02X", k, registers[node][k]);
            }
        }
        fprintf(stderr, "\n");
    }
}
