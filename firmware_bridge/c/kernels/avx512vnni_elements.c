/* ---- Kernel "avx512vnni", what it does element by element ------------------------------------------------------- */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx512vnni
#define HAVE_GRAPH_PRODUCT_8

/* One row whose sums, and what rounding adds to them, fit into 16 bits. */
INLINE void graph_row_16(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const int begin = g->begin[r], end = g->begin[r + 1];
    const __m128i shift = _mm_cvtsi32_si128(g->shift);
    const __m512i one = _mm512_set1_epi16(1), below_half = _mm512_set1_epi16((short)((1 << g->shift) / 2 - 1));
    for (int c = 0; c < columns; c += 32) {
        __m512i sums = _mm512_setzero_si512();
        for (int i = begin; i < end; i++) {
            const __m512i factor = _mm512_set1_epi16(g->coefficient[i]);
            const __m512i terms = _mm512_mullo_epi16(wide_32(x + g->source[i] * columns + c, is_signed), factor);
            sums = _mm512_add_epi16(sums, terms);
        }
        if (g->shift > 0) { /* halves to even */
            const __m512i odd = _mm512_and_si512(_mm512_sra_epi16(sums, shift), one);
            sums = _mm512_sra_epi16(_mm512_add_epi16(sums, _mm512_add_epi16(below_half, odd)), shift);
        }
        _mm256_mask_storeu_epi8(out + c, FIRST_32(columns - c), _mm512_cvtsepi16_epi8(sums));
    }
}

/* One row with larger sums. */
INLINE void graph_row_32(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const __m512 scale = _mm512_set1_ps(power_of_two(-g->shift));
    for (int c = 0; c < columns; c += 16) {
        __m512i sums = _mm512_setzero_si512();
        for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {
            const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(x + g->source[i] * columns + c));
            const __m512i wide = is_signed ? _mm512_cvtepi8_epi32(bytes) : _mm512_cvtepu8_epi32(bytes);
            sums = _mm512_add_epi32(sums, _mm512_mullo_epi32(wide, _mm512_set1_epi32(g->coefficient[i])));
        }
        _mm_mask_storeu_epi8(out + c, FIRST_16(columns - c), rescaled_16(sums, scale));
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

/* The sum of 16 unsigned 32-bit integers in 8 sums of 64 bits. */
INLINE __m512i added_64(__m512i total, __m512i x)
{
    const __m512i low = _mm512_and_si512(x, _mm512_set1_epi64(0xffffffff));
    return _mm512_add_epi64(total, _mm512_add_epi64(low, _mm512_srli_epi64(x, 32)));
}

KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    const __m512i ones = _mm512_set1_epi16(1);
    __m512i sums = _mm512_setzero_si512(), squares = sums;
    for (int begin = 0; begin < n; begin += 256) { /* 8 times two squares below 2^28 fit into 32 bits */
        __m512i part = _mm512_setzero_si512();
        for (int i = begin; i < n && i < begin + 256; i += 32) {
            const __mmask32 mask = FIRST_32(n - i);
            __m512i value = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, push + i));
            if (held) {
                value = _mm512_add_epi16(value, _mm512_maskz_loadu_epi16(mask, held + i));
            }
            if (bias) {
                value = _mm512_add_epi16(value, _mm512_maskz_loadu_epi16(mask, bias + i));
            }
            _mm512_mask_storeu_epi16(y + i, mask, value);
            sums = _mm512_dpwssd_epi32(sums, value, ones);
            part = _mm512_dpwssd_epi32(part, value, value);
        }
        squares = added_64(squares, part);
    }
    return (struct moments){_mm512_reduce_add_epi32(sums), _mm512_reduce_add_epi64(squares)};
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    const __m512i ones = _mm512_set1_epi16(1);
    __m512i sums = _mm512_setzero_si512(), squares = sums;
    for (int i = 0; i < n; i += 32) { /* squares of 2^16 elements fit into 32 bits */
        const __m512i value = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(FIRST_32(n - i), x + i));
        sums = _mm512_dpwssd_epi32(sums, value, ones);
        squares = _mm512_dpwssd_epi32(squares, value, value);
    }
    return (struct moments){_mm512_reduce_add_epi32(sums),
                            _mm512_reduce_add_epi64(added_64(_mm512_setzero_si512(), squares))};
}

#define HAVE_ACTIVATE_NORM

/* 16 elements of 16 bits as floats. */
INLINE __m512 floats_16(__mmask16 mask, const int16_t *x)
{
    return _mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(_mm256_maskz_loadu_epi16(mask, x)));
}

/* N(y) * scale: the factors 2^n are gathered beforehand. */
struct norm_factors {
    __m512 mean;
    __m512 inverse;
    __m512 beta;
};

INLINE struct norm_factors factors_of(const struct norm *a, float scale)
{
    struct norm_factors made;
    made.mean = _mm512_set1_ps(a->mean);
    made.inverse = _mm512_set1_ps(a->inverse * (a->gamma_scale * scale));
    made.beta = _mm512_set1_ps(a->beta_scale * scale);
    return made;
}

INLINE __m512 norm_16(const struct norm *a, const struct norm_factors *f, __m512 y, __mmask16 mask, int i)
{
    const __m512 unit = _mm512_mul_ps(_mm512_sub_ps(y, f->mean), f->inverse);
    const __m512 beta = _mm512_mul_ps(floats_16(mask, a->beta + i), f->beta);
    return _mm512_add_ps(_mm512_mul_ps(unit, floats_16(mask, a->gamma + i)), beta);
}

/* What is added: nothing, 8-bit integers times a factor, or another norm. */
enum rest { NO_REST, INT8_REST, UINT8_REST, NORM_REST };

INLINE void activate_16(const struct norm *a, const int16_t *y, const enum rest kind, const void *residual,
                        const struct norm *b, float residual_scale, int n, float scale, uint8_t *out)
{
    const struct norm_factors f = factors_of(a, scale), rest_f = factors_of(b ? b : a, scale);
    const __m512 rest_scale = _mm512_set1_ps(residual_scale * scale);
    for (int i = 0; i < n; i += 16) {
        const __mmask16 mask = FIRST_16(n - i);
        __m512 total = _mm512_max_ps(norm_16(a, &f, floats_16(mask, y + i), mask, i), _mm512_setzero_ps());
        if (kind != NO_REST) {
            const __m128i bytes = _mm_maskz_loadu_epi8(mask, (const uint8_t *)residual + i);
            const __m512i wide = kind == UINT8_REST ? _mm512_cvtepu8_epi32(bytes) : _mm512_cvtepi8_epi32(bytes);
            __m512 rest = _mm512_cvtepi32_ps(wide);
            rest = kind == NORM_REST ? norm_16(b, &rest_f, rest, mask, i) : _mm512_mul_ps(rest, rest_scale);
            total = _mm512_add_ps(total, rest);
        }
        total = _mm512_min_ps(_mm512_max_ps(total, _mm512_setzero_ps()), _mm512_set1_ps(255.0f));
        _mm_mask_storeu_epi8(out + i, mask, _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(total)));
    }
}

KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_16(a, y, NO_REST, NULL, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_16(a, y, INT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_16(a, y, UINT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_16(a, y, NORM_REST, residual, b, 0.0f, n, scale, out);
}

#define HAVE_ADVANCE_8

KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    for (int i = 0; i < n; i += 32) {
        const __mmask32 mask = FIRST_32(n - i);
        const __m512i come = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, push + i));
        const __m512i gone = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, oldest + i));
        const __m512i moved = _mm512_add_epi16(_mm512_maskz_loadu_epi16(mask, sum + i), _mm512_sub_epi16(come, gone));
        _mm512_mask_storeu_epi16(sum + i, mask, moved);
    }
}
#endif
