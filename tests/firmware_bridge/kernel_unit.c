/* One kernel as a table. KERNELS.h is all of firmware_bridge/c/kernels in the order of the emitted file. */
#include "KERNELS.h"

#include "kernel_table.h"

const struct kernel_table TABLE = {
    KERNEL_NAME,
    product_int8,
    product_uint8,
    product_int16,
    graph_product_int8,
    graph_product_uint8,
    window,
    moments_int8,
    activate_norm,
    activate_norm_int8,
    activate_norm_uint8,
    activate_norm_norm,
    advance_int8_int16,
    head,
};
