/* An MPU-6050, or an LSM6DS3, LSM6DS3TR-C, LSM6DSL or LSM6DSO, over I2C, at +-16 g and +-2000 deg/s; several behind a
 * TCA9548A. For another sensor add it here: the rest asks for imu_begin and imu_read only.
 *
 * Sensors run faster than they are read, so that what is read is never old and their clocks need not agree.
 *
 * Registers: InvenSense RM-MPU-6000A-00; STMicroelectronics datasheets of the LSM6DS3 and its successors. */
#ifndef IMU_H
#define IMU_H

#include <Arduino.h>
#include <Wire.h>

struct ImuKind {
    float acc_range;  /* g at a count of 32768 */
    float gyro_range; /* deg/s at a count of 32768 */
};

struct Imu {
    const ImuKind *kind; /* NULL: not found, or lost */
    uint8_t address;
};

static const uint8_t IMU_SWITCH = 0x70;                         /* address of the TCA9548A */
static const ImuKind MPU6050 = {16.0f, 32768 / 16.4f};          /* 16.4 counts in a deg/s */
static const ImuKind LSM6DS = {0.488f * 32.768f, 70 * 32.768f}; /* 0.488 mg, 70 mdeg/s a count */

/* From here on it is about the sensor of this node; false where the switch does not answer. */
static bool imu_select(uint8_t node, uint8_t nodes)
{
    if (nodes == 1) {
        return true;
    }
    Wire.beginTransmission(IMU_SWITCH);
    Wire.write((uint8_t)(1 << node));
    return Wire.endTransmission() == 0;
}

static bool imu_write(uint8_t address, uint8_t reg, uint8_t value)
{
    Wire.beginTransmission(address);
    Wire.write(reg);
    Wire.write(value);
    return Wire.endTransmission() == 0;
}

static bool imu_registers(uint8_t address, uint8_t reg, uint8_t *to, uint8_t count)
{
    Wire.beginTransmission(address);
    Wire.write(reg);
    if (Wire.endTransmission(false) != 0 || Wire.requestFrom(address, count) != count) {
        return false;
    }
    for (uint8_t k = 0; k < count; k++) {
        to[k] = (uint8_t)Wire.read();
    }
    return true;
}

static bool imu_begin_mpu(uint8_t at)
{
    uint8_t who;
    return imu_registers(at, 0x75, &who, 1) && who == 0x68 && /* WHO_AM_I */
           imu_write(at, 0x6B, 0x01) &&                       /* PWR_MGMT_1: awake, clock of the gyroscope */
           imu_write(at, 0x1A, 0x03) &&                       /* CONFIG: low pass at 44 Hz */
           imu_write(at, 0x19, 0x00) &&                       /* SMPLRT_DIV: 1 kHz */
           imu_write(at, 0x1B, 0x18) &&                       /* GYRO_CONFIG: +-2000 deg/s */
           imu_write(at, 0x1C, 0x18);                         /* ACCEL_CONFIG: +-16 g */
}

static bool imu_begin_lsm(uint8_t at)
{
    uint8_t who;
    return imu_registers(at, 0x0F, &who, 1) && (who == 0x69 || who == 0x6A || who == 0x6C) && /* WHO_AM_I */
           imu_write(at, 0x12, 0x44) &&                       /* CTRL3_C: whole samples only, addresses count up */
           imu_write(at, 0x10, 0x64) &&                       /* CTRL1_XL: 416 Hz, +-16 g */
           imu_write(at, 0x11, 0x6C);                         /* CTRL2_G: 416 Hz, +-2000 deg/s */
}

/* Finds the sensor and sets it up; kind is NULL where there is none. */
static Imu imu_begin(void)
{
    for (uint8_t low = 0; low < 2; low++) {
        if (imu_begin_mpu((uint8_t)(0x68 + low))) {
            return Imu{&MPU6050, (uint8_t)(0x68 + low)};
        }
        if (imu_begin_lsm((uint8_t)(0x6A + low))) {
            return Imu{&LSM6DS, (uint8_t)(0x6A + low)};
        }
    }
    return Imu{NULL, 0};
}

/* Counts of acc x y z, gyro x y z; false where the sensor does not answer. */
static bool imu_read(const Imu &imu, int16_t values[6])
{
    uint8_t raw[14];
    if (imu.kind == &MPU6050) { /* from ACCEL_XOUT_H: acc, temperature, gyro; high bytes first */
        if (!imu_registers(imu.address, 0x3B, raw, 14)) {
            return false;
        }
        for (uint8_t k = 0; k < 6; k++) {
            const uint8_t *const pair = raw + 2 * (k < 3 ? k : k + 1);
            values[k] = (int16_t)((uint16_t)pair[0] << 8 | pair[1]);
        }
    } else { /* from OUTX_L_G: gyro, acc; low bytes first */
        if (!imu_registers(imu.address, 0x22, raw, 12)) {
            return false;
        }
        for (uint8_t k = 0; k < 6; k++) {
            const uint8_t *const pair = raw + 2 * (k < 3 ? k + 3 : k - 3);
            values[k] = (int16_t)((uint16_t)pair[1] << 8 | pair[0]);
        }
    }
    return true;
}

#endif
