/* ---- Kernel "avx2", what it does element by element ------------------------------------------------------------- */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx2
#define HAVE_GRAPH_PRODUCT_8

/* One row whose sums, and what rounding adds to them, fit into 16 bits. */
INLINE void graph_row_16(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const int begin = g->begin[r], end = g->begin[r + 1];
    const __m128i shift = _mm_cvtsi32_si128(g->shift);
    const __m256i one = _mm256_set1_epi16(1), below_half = _mm256_set1_epi16((short)((1 << g->shift) / 2 - 1));
    for (int c = 0; c < columns; c += 16) {
        __m256i sums = _mm256_setzero_si256();
        for (int i = begin; i < end; i++) {
            const __m128i bytes = load_16_bytes(x + g->source[i] * columns + c);
            const __m256i wide = is_signed ? _mm256_cvtepi8_epi16(bytes) : _mm256_cvtepu8_epi16(bytes);
            sums = _mm256_add_epi16(sums, _mm256_mullo_epi16(wide, _mm256_set1_epi16(g->coefficient[i])));
        }
        if (g->shift > 0) { /* halves to even */
            const __m256i odd = _mm256_and_si256(_mm256_sra_epi16(sums, shift), one);
            sums = _mm256_sra_epi16(_mm256_add_epi16(sums, _mm256_add_epi16(below_half, odd)), shift);
        }
        put_16(out + c, int8_of(sums), columns - c);
    }
}

/* One row with larger sums. */
INLINE void graph_row_32(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const __m256 scale = _mm256_set1_ps(power_of_two(-g->shift));
    for (int c = 0; c < columns; c += 16) {
        __m256 values[2];
        for (int half = 0; half < 2; half++) {
            __m256i sums = _mm256_setzero_si256();
            for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {
                const __m128i bytes = load_8_bytes(x + g->source[i] * columns + c + 8 * half);
                const __m256i wide = is_signed ? _mm256_cvtepi8_epi32(bytes) : _mm256_cvtepu8_epi32(bytes);
                sums = _mm256_add_epi32(sums, _mm256_mullo_epi32(wide, _mm256_set1_epi32(g->coefficient[i])));
            }
            values[half] = scaled_8(sums, scale);
        }
        put_16(out + c, int8_of(int16_of(values[0], values[1])), columns - c);
    }
}

INLINE void graph_product_8(const struct graph *g, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    for (int r = 0; r < g->rows; r++, out += columns) {
        int32_t largest = g->shift >= 0 && g->shift < 15 ? (1 << g->shift) / 2 : 32768;
        for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {
            largest += (g->coefficient[i] < 0 ? -g->coefficient[i] : g->coefficient[i]) * (is_signed ? 128 : 255);
        }
        if (largest < 32768) {
            graph_row_16(g, r, x, is_signed, columns, out);
        } else {
            graph_row_32(g, r, x, is_signed, columns, out);
        }
    }
}

KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_8(g, (const uint8_t *)x, 1, columns, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_8(g, x, 0, columns, out);
}

#define HAVE_WINDOW

INLINE int64_t sum_of_signed(__m256i x)
{
    int32_t each[8];
    int64_t sum = 0;
    _mm256_storeu_si256((__m256i *)(void *)each, x);
    for (int i = 0; i < 8; i++) {
        sum += each[i];
    }
    return sum;
}

INLINE int64_t sum_of_unsigned(__m256i x)
{
    uint32_t each[8];
    int64_t sum = 0;
    _mm256_storeu_si256((__m256i *)(void *)each, x);
    for (int i = 0; i < 8; i++) {
        sum += each[i];
    }
    return sum;
}

KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i first = _mm256_setzero_si256();
    struct moments sums = {0, 0};
    int i = 0;
    while (i + 16 <= n) {
        __m256i second = _mm256_setzero_si256();
        for (int part = 0; part < 8 && i + 16 <= n; part++, i += 16) { /* 16 squares below 2^28 fit into 32 bits */
            __m256i value = _mm256_cvtepi8_epi16(load_16_bytes(push + i));
            if (held) {
                value = _mm256_add_epi16(value, load_32_bytes(held + i));
            }
            if (bias) {
                value = _mm256_add_epi16(value, load_32_bytes(bias + i));
            }
            _mm256_storeu_si256((__m256i *)(void *)(y + i), value);
            first = _mm256_add_epi32(first, _mm256_madd_epi16(value, ones));
            second = _mm256_add_epi32(second, _mm256_madd_epi16(value, value));
        }
        sums.squares += sum_of_unsigned(second);
    }
    sums.sum = sum_of_signed(first);
    for (; i < n; i++) {
        const int32_t value = push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0);
        y[i] = (int16_t)value;
        sums.sum += value;
        sums.squares += value * value;
    }
    return sums;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i first = _mm256_setzero_si256(), second = first;
    int i = 0;
    for (; i + 16 <= n; i += 16) { /* squares of 2^17 elements fit into 32 bits */
        const __m256i value = _mm256_cvtepi8_epi16(load_16_bytes(x + i));
        first = _mm256_add_epi32(first, _mm256_madd_epi16(value, ones));
        second = _mm256_add_epi32(second, _mm256_madd_epi16(value, value));
    }
    struct moments sums = {sum_of_signed(first), sum_of_unsigned(second)};
    for (; i < n; i++) {
        sums.sum += x[i];
        sums.squares += x[i] * x[i];
    }
    return sums;
}

#define HAVE_ACTIVATE_NORM

/* 8 elements of 16 bits as floats. */
INLINE __m256 floats_8(const int16_t *x)
{
    return _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(load_16_bytes(x)));
}

/* N(y) * scale: the factors 2^n are gathered beforehand. */
struct norm_factors {
    __m256 mean;
    __m256 inverse;
    __m256 beta;
};

INLINE struct norm_factors factors_of(const struct norm *a, float scale)
{
    struct norm_factors made;
    made.mean = _mm256_set1_ps(a->mean);
    made.inverse = _mm256_set1_ps(a->inverse * (a->gamma_scale * scale));
    made.beta = _mm256_set1_ps(a->beta_scale * scale);
    return made;
}

INLINE __m256 norm_8(const struct norm *a, const struct norm_factors *f, __m256 y, int i)
{
    const __m256 unit = _mm256_mul_ps(_mm256_sub_ps(y, f->mean), f->inverse);
    const __m256 beta = _mm256_mul_ps(floats_8(a->beta + i), f->beta);
    return _mm256_add_ps(_mm256_mul_ps(unit, floats_8(a->gamma + i)), beta);
}

/* What is added: nothing, 8-bit integers times a factor, or another norm. */
enum rest { NO_REST, INT8_REST, UINT8_REST, NORM_REST };

struct activation {
    const struct norm *a, *b;
    struct norm_factors f, rest_f;
    __m256 rest_scale;
};

INLINE __m256 activated_8(const struct activation *o, const int16_t *y, const enum rest kind, const void *residual,
                          int i)
{
    __m256 total = _mm256_max_ps(norm_8(o->a, &o->f, floats_8(y + i), i), _mm256_setzero_ps());
    if (kind != NO_REST) {
        const __m128i bytes = load_8_bytes((const uint8_t *)residual + i);
        const __m256i wide = kind == UINT8_REST ? _mm256_cvtepu8_epi32(bytes) : _mm256_cvtepi8_epi32(bytes);
        __m256 rest = _mm256_cvtepi32_ps(wide);
        rest = kind == NORM_REST ? norm_8(o->b, &o->rest_f, rest, i) : _mm256_mul_ps(rest, o->rest_scale);
        total = _mm256_add_ps(total, rest);
    }
    return _mm256_min_ps(total, _mm256_set1_ps(255.0f));
}

INLINE void activate_8(const struct norm *a, const int16_t *y, const enum rest kind, const void *residual,
                       const struct norm *b, float residual_scale, int n, float scale, uint8_t *out)
{
    const struct activation o = {a, b, factors_of(a, scale), factors_of(b ? b : a, scale),
                                 _mm256_set1_ps(residual_scale * scale)};
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const __m256i wide = int16_of(activated_8(&o, y, kind, residual, i), activated_8(&o, y, kind, residual, i + 8));
        const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
        _mm_storeu_si128((__m128i *)(void *)(out + i), bytes);
    }
    for (; i < n; i++) {
        float rest = 0.0f;
        if (kind == UINT8_REST) {
            rest = (float)((const uint8_t *)residual)[i] * residual_scale;
        } else if (kind != NO_REST) {
            const int8_t value = ((const int8_t *)residual)[i];
            rest = kind == NORM_REST ? norm_at(b, value, i) : (float)value * residual_scale;
        }
        out[i] = activated(norm_at(a, y[i], i), rest, scale);
    }
}

KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_8(a, y, NO_REST, NULL, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_8(a, y, INT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_8(a, y, UINT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_8(a, y, NORM_REST, residual, b, 0.0f, n, scale, out);
}

#define HAVE_ADVANCE_8

KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const __m256i come = _mm256_cvtepi8_epi16(load_16_bytes(push + i));
        const __m256i gone = _mm256_cvtepi8_epi16(load_16_bytes(oldest + i));
        const __m256i moved = _mm256_add_epi16(load_32_bytes(sum + i), _mm256_sub_epi16(come, gone));
        _mm256_storeu_si256((__m256i *)(void *)(sum + i), moved);
    }
    for (; i < n; i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
}
#endif
