/* ---- Kernel "helium": Cortex-M with the vector extension of Armv8.1-M, floats included (M55, M85) ---------------- */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_helium
#include <arm_mve.h>

#if !(__ARM_FEATURE_MVE & 2)
#error "the Helium kernel needs the float vectors of MVE: use the dsp kernel"
#endif

/* out[i] = q(x[i] * factor, low, high) of the first n of four. */
INLINE void store_rounded(float32x4_t x, int low, int high, int n, uint8_t *out)
{
    int32x4_t integers = vcvtnq_s32_f32(x); /* halves to even, saturates */
    integers = vminq_s32(vmaxq_s32(integers, vdupq_n_s32(low)), vdupq_n_s32(high));
    vstrbq_p_u32(out, vreinterpretq_u32_s32(integers), vctp32q((uint32_t)n));
}

INLINE int8x16_t signed_bytes(const uint8_t *x, const int is_signed)
{
    const uint8x16_t bytes = vldrbq_u8(x);
    return vreinterpretq_s8_u8(is_signed ? bytes : veorq_u8(bytes, vdupq_n_u8(0x80)));
}

INLINE int8x16_t four_words(const int8_t *from, uint32x4_t offsets, mve_pred16_t there)
{
    const int32_t *const words = (const int32_t *)(const void *)from;
    return vreinterpretq_s8_s32(vldrwq_gather_offset_z_s32(words, offsets, there));
}

/* Two columns of up to three rows. Of a column, 16 inputs are four words 64 bytes apart. */
INLINE void column_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed,
                        int32_t *sums)
{
    const uint32x4_t stride = vmulq_n_u32(vidupq_n_u32(0, 1), 64);
    int32_t a0 = sums[0], a1 = sums[1], b0 = 0, b1 = 0, c0 = 0, c1 = 0;
    if (rows > 1) {
        b0 = sums[16], b1 = sums[17];
    }
    if (rows > 2) {
        c0 = sums[32], c1 = sums[33];
    }
    for (int left = (inputs + 3) / 4; left > 0; left -= 4, x += 16, weight += 256) {
        const mve_pred16_t there = vctp32q((uint32_t)left);
        const int8x16_t w0 = four_words(weight, stride, there), w1 = four_words(weight + 4, stride, there);
        const int8x16_t xa = signed_bytes(x, is_signed);
        a0 = vmladavaq_s8(a0, xa, w0);
        a1 = vmladavaq_s8(a1, xa, w1);
        if (rows > 1) {
            const int8x16_t xb = signed_bytes(x + inputs, is_signed);
            b0 = vmladavaq_s8(b0, xb, w0);
            b1 = vmladavaq_s8(b1, xb, w1);
        }
        if (rows > 2) {
            const int8x16_t xc = signed_bytes(x + 2 * inputs, is_signed);
            c0 = vmladavaq_s8(c0, xc, w0);
            c1 = vmladavaq_s8(c1, xc, w1);
        }
    }
    sums[0] = a0, sums[1] = a1;
    if (rows > 1) {
        sums[16] = b0, sums[17] = b1;
    }
    if (rows > 2) {
        sums[32] = c0, sums[33] = c1;
    }
}

/* Some rows of all columns. */
INLINE void product_rows(const struct product *p, const uint8_t *x, const int rows, const int is_signed, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; tile < p->columns; tile += 16) {
        const int columns = p->columns - tile < 16 ? p->columns - tile : 16;
        const int8_t *weight = p->weight + tile * groups * 4;
        int32_t sums[3 * 16];
        for (int j = 0; j < 16; j += 4) {
            int32x4_t start = vldrwq_s32(p->bias + tile + j);
            if (!is_signed) {
                start = vaddq_s32(start, vldrwq_s32(p->correction + tile + j));
            }
            for (int r = 0; r < rows; r++) {
                vstrwq_s32(sums + 16 * r + j, start);
            }
        }
        for (int j = 0; j < columns; j += 2) {
            column_sums(x, p->inputs, weight + 4 * j, rows, is_signed, sums + j);
        }
        for (int j = 0; j < columns; j += 4) {
            const int32x4_t exponents = vsubq_s32(vdupq_n_s32(127), vldrbq_s32(p->shift + tile + j));
            const float32x4_t factor = vreinterpretq_f32_s32(vshlq_n_s32(exponents, 23));
            for (int r = 0; r < rows; r++) {
                const float32x4_t scaled = vmulq_f32(vcvtq_f32_s32(vldrwq_s32(sums + 16 * r + j)), factor);
                store_rounded(scaled, -128, 127, columns - j, (uint8_t *)out + r * p->columns + tile + j);
            }
        }
    }
}

INLINE void product_helium(const struct product *p, const uint8_t *x, int rows, const int is_signed, int8_t *out)
{
    for (; rows >= 3; rows -= 3, x += 3 * p->inputs, out += 3 * p->columns) {
        product_rows(p, x, 3, is_signed, out);
    }
    if (rows == 2) {
        product_rows(p, x, 2, is_signed, out);
    } else if (rows == 1) {
        product_rows(p, x, 1, is_signed, out);
    }
}

#define HAVE_PRODUCT_8
KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    product_helium(p, (const uint8_t *)x, rows, 1, out);
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    product_helium(p, x, rows, 0, out);
}

INLINE void graph_product_helium(const struct graph *g, const uint8_t *x, int columns, const int is_signed, int8_t *out)
{
    const float factor = power_of_two(-g->shift);
    for (int row = 0; row < g->rows; row++, out += columns) {
        for (int column = 0; column < columns; column += 4) {
            int32x4_t sums = vdupq_n_s32(0);
            for (int i = g->begin[row]; i < g->begin[row + 1]; i++) {
                const uint8_t *from = x + g->source[i] * columns + column;
                const int32x4_t four =
                    is_signed ? vldrbq_s32((const int8_t *)from) : vreinterpretq_s32_u32(vldrbq_u32(from));
                sums = vmlaq_n_s32(sums, four, g->coefficient[i]);
            }
            const float32x4_t scaled = vmulq_n_f32(vcvtq_f32_s32(sums), factor);
            store_rounded(scaled, -128, 127, columns - column, (uint8_t *)out + column);
        }
    }
}

#define HAVE_GRAPH_PRODUCT_8
KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_helium(g, (const uint8_t *)x, columns, 1, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_helium(g, x, columns, 0, out);
}

#define HAVE_WINDOW
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    struct moments m = {0, 0};
    int32_t sum = 0; /* n < 2^17 */
    for (int i = 0; i < n; i += 8) {
        const mve_pred16_t there = vctp16q((uint32_t)(n - i));
        int16x8_t eight = vldrbq_z_s16(push + i, there);
        if (held) {
            eight = vaddq_s16(eight, vldrhq_z_s16(held + i, there));
        }
        if (bias) {
            eight = vaddq_s16(eight, vldrhq_z_s16(bias + i, there));
        }
        vstrhq_p_s16(y + i, eight, there);
        sum = vaddvaq_s16(sum, eight);
        m.squares = vmlaldavaq_s16(m.squares, eight, eight);
    }
    m.sum = sum;
    return m;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    int32_t sum = 0, squares = 0; /* n < 2^17 */
    for (int i = 0; i < n; i += 16) {
        const int8x16_t sixteen = vldrbq_z_s8(x + i, vctp8q((uint32_t)(n - i)));
        sum = vaddvaq_s8(sum, sixteen);
        squares = vmladavaq_s8(squares, sixteen, sixteen);
    }
    const struct moments m = {sum, squares};
    return m;
}

#define HAVE_ADVANCE_8
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    for (int i = 0; i < n; i += 8) {
        const mve_pred16_t there = vctp16q((uint32_t)(n - i));
        const int16x8_t moved = vsubq_s16(vldrbq_z_s16(push + i, there), vldrbq_z_s16(oldest + i, there));
        vstrhq_p_s16(sum + i, vaddq_s16(vldrhq_z_s16(sum + i, there), moved), there);
    }
}

/* N(y) of four elements. */
INLINE float32x4_t norm_four(const struct norm *a, int32x4_t y, int i, mve_pred16_t there)
{
    const float32x4_t gamma = vmulq_n_f32(vcvtq_f32_s32(vldrhq_z_s32(a->gamma + i, there)), a->gamma_scale);
    const float32x4_t beta = vmulq_n_f32(vcvtq_f32_s32(vldrhq_z_s32(a->beta + i, there)), a->beta_scale);
    const float32x4_t unit = vmulq_n_f32(vsubq_n_f32(vcvtq_f32_s32(y), a->mean), a->inverse);
    return vaddq_f32(vmulq_f32(unit, gamma), beta);
}

enum residual { NONE, SIGNED, UNSIGNED, NORMED };

INLINE void activate_helium(const struct norm *a, const int16_t *y, const struct norm *b, const enum residual kind,
                            const void *residual, float residual_scale, int n, float scale, uint8_t *out)
{
    const struct norm first = *a, second = *b;
    for (int i = 0; i < n; i += 4) {
        const mve_pred16_t there = vctp32q((uint32_t)(n - i));
        float32x4_t total = norm_four(&first, vldrhq_z_s32(y + i, there), i, there);
        total = vmaxnmq_f32(total, vdupq_n_f32(0.0f));
        if (kind == SIGNED || kind == UNSIGNED) {
            const int32x4_t rest = kind == SIGNED
                                       ? vldrbq_z_s32((const int8_t *)residual + i, there)
                                       : vreinterpretq_s32_u32(vldrbq_z_u32((const uint8_t *)residual + i, there));
            total = vaddq_f32(total, vmulq_n_f32(vcvtq_f32_s32(rest), residual_scale));
        }
        if (kind == NORMED) {
            total = vaddq_f32(total, norm_four(&second, vldrbq_z_s32((const int8_t *)residual + i, there), i, there));
        }
        store_rounded(vmulq_n_f32(total, scale), 0, 255, n - i, out + i);
    }
}

#define HAVE_ACTIVATE_NORM
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_helium(a, y, a, NONE, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_helium(a, y, a, SIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_helium(a, y, a, UNSIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_helium(a, y, b, NORMED, residual, 0.0f, n, scale, out);
}
#endif
