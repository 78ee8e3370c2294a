# Toolchain file for Arm's GNU toolchain without an operating system; CPU picks one of the processors below.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_ASM_COMPILER arm-none-eabi-gcc)
set(CMAKE_SIZE arm-none-eabi-size)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CPU)

set(flags_cortex-m0plus "")
set(flags_cortex-m3 "")
set(flags_cortex-m4 "-mfpu=fpv4-sp-d16 -mfloat-abi=hard")
set(flags_cortex-m7 "-mfpu=fpv5-d16 -mfloat-abi=hard")
set(flags_cortex-m33 "-mfpu=fpv5-sp-d16 -mfloat-abi=hard")
set(flags_cortex-m55 "-mfloat-abi=hard")
set(flags_cortex-m85 "-mfloat-abi=hard")

if(NOT DEFINED flags_${CPU})
  message(FATAL_ERROR "CPU '${CPU}': give -DCPU=cortex-m0plus, cortex-m3, cortex-m4, cortex-m7, cortex-m33, "
                      "cortex-m55 or cortex-m85")
endif()
set(CMAKE_C_FLAGS_INIT "-mcpu=${CPU} -mthumb ${flags_${CPU}}")
