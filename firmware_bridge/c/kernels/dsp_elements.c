/* ---- Kernel "dsp", what it does element by element --------------------------------------------------------------- */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_dsp

/* Four bytes as two pairs of 16 bits, in their order. */
INLINE void four_signed(const int8_t *from, uint32_t *first, uint32_t *second)
{
    const uint32_t four = word(from), even = even_bytes(four, 1), odd = odd_bytes(four, 1);
    *first = lower_halves(even, odd);
    *second = upper_halves(even, odd);
}

INLINE struct moments window_dsp(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    struct moments m = {0, 0};
    int32_t sum = 0; /* n < 2^17 */
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        uint32_t first, second;
        four_signed(push + i, &first, &second);
        if (held) {
            first = add_halves(first, word(held + i));
            second = add_halves(second, word(held + i + 2));
        }
        if (bias) {
            first = add_halves(first, word(bias + i));
            second = add_halves(second, word(bias + i + 2));
        }
        store_word(y + i, first);
        store_word(y + i + 2, second);
        sum = add_products(first, 0x00010001, add_products(second, 0x00010001, sum));
        m.squares = add_squares(first, add_squares(second, m.squares));
    }
    for (int left = n & 3; left > 0; left--, i++) {
        y[i] = (int16_t)(push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0));
        sum += y[i];
        m.squares += y[i] * y[i];
    }
    m.sum = sum;
    return m;
}

#define HAVE_WINDOW
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    if (held && bias) {
        return window_dsp(push, held, bias, n, y);
    }
    return window_dsp(push, held, bias, n, y);
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    struct moments m = {0, 0};
    int32_t sum = 0, squares = 0; /* n < 2^17 */
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        const uint32_t four = word(x + i), even = even_bytes(four, 1), odd = odd_bytes(four, 1);
        sum = add_products(even, 0x00010001, add_products(odd, 0x00010001, sum));
        squares = add_products(even, even, add_products(odd, odd, squares));
    }
    for (int left = n & 3; left > 0; left--, i++) {
        sum += x[i];
        squares += x[i] * x[i];
    }
    m.sum = sum;
    m.squares = squares;
    return m;
}

#define HAVE_ADVANCE_8
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        uint32_t in0, in1, out0, out1;
        four_signed(push + i, &in0, &in1);
        four_signed(oldest + i, &out0, &out1);
        store_word(sum + i, add_halves(word(sum + i), subtract_halves(in0, out0)));
        store_word(sum + i + 2, add_halves(word(sum + i + 2), subtract_halves(in1, out1)));
    }
    for (int left = n & 3; left > 0; left--, i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
}

#if __ARM_FP & 4 /* single precision: an M4 without it takes portable.c's through software */
/* q(x, 0, 255): the conversion rounds halves to even and saturates. */
INLINE uint8_t quantised_uint8(float x)
{
    float integer;
    int32_t bits;
    __asm("vcvtr.s32.f32 %0, %1" : "=t"(integer) : "t"(x));
    memcpy(&bits, &integer, sizeof bits);
    __asm("usat %0, #8, %0" : "+r"(bits) : : "cc");
    return (uint8_t)bits;
}

/* max(x, 0), through the integer registers, where it takes no flags. */
INLINE float positive(float x)
{
    int32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits &= ~(bits >> 31);
    memcpy(&x, &bits, sizeof bits);
    return x;
}

/* N(y)[i] * scale, with the powers of two moved into the two factors. */
INLINE float norm_dsp(const struct norm *a, float gamma_scale, float beta_scale, float y, int i)
{
    return ((y - a->mean) * a->inverse) * (float)a->gamma[i] * gamma_scale + (float)a->beta[i] * beta_scale;
}

#define HAVE_ACTIVATE_NORM
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    for (int i = 0; i < n; i++) {
        out[i] = quantised_uint8(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i));
    }
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    residual_scale *= scale;
    for (int i = 0; i < n; i++)
        out[i] = quantised_uint8(positive(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i)) +
                                 (float)residual[i] * residual_scale);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    residual_scale *= scale;
    for (int i = 0; i < n; i++)
        out[i] = quantised_uint8(positive(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i)) +
                                 (float)residual[i] * residual_scale);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a, other = *b;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    const float gamma_b = b->gamma_scale * scale, beta_b = b->beta_scale * scale;
    for (int i = 0; i < n; i++)
        out[i] = quantised_uint8(positive(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i)) +
                                 norm_dsp(&other, gamma_b, beta_b, residual[i], i));
}
#endif
#endif
