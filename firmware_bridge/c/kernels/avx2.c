/* ---- Kernel "avx2": x86-64 with AVX2, and with its dot product of bytes where there is AVX-VNNI ------------------ */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx2
#include <immintrin.h>

INLINE __m128i load_8_bytes(const void *x)
{
    return _mm_loadl_epi64((const __m128i *)x);
}

INLINE __m128i load_16_bytes(const void *x)
{
    return _mm_loadu_si128((const __m128i *)x);
}

INLINE __m256i load_32_bytes(const void *x)
{
    return _mm256_loadu_si256((const __m256i *)x);
}

/* The first n of 16 bytes. */
INLINE void put_16(int8_t *out, __m128i bytes, int n)
{
    int8_t all[16];
    if (n >= 16) {
        _mm_storeu_si128((__m128i *)(void *)out, bytes);
    } else {
        _mm_storeu_si128((__m128i *)(void *)all, bytes);
        memcpy(out, all, (size_t)n);
    }
}

/* q(x, int16) of 16 floats no larger than 2^31; smaller ones than -2^31 are as right. */
INLINE __m256i int16_of(__m256 a, __m256 b)
{
    const __m256i packed = _mm256_packs_epi32(_mm256_cvtps_epi32(a), _mm256_cvtps_epi32(b));
    return _mm256_permute4x64_epi64(packed, 0xd8);
}

INLINE __m128i int8_of(__m256i x)
{
    return _mm_packs_epi16(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
}

/* 2^-shift of 8 columns. */
INLINE __m256 scales_of(const int8_t *shift)
{
    const __m256i wide = _mm256_cvtepi8_epi32(load_8_bytes(shift));
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_sub_epi32(_mm256_set1_epi32(127), wide), 23));
}

/* float(sums) * scales, at most 127. */
INLINE __m256 scaled_8(__m256i sums, __m256 scales)
{
    return _mm256_min_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sums), scales), _mm256_set1_ps(127.0f));
}

#define HAVE_PRODUCT_8
#define MOST_ROWS 5

/* Add to 8 columns 4 products each; x is unsigned. Two of them fit into 16 bits since |weight| <= 63. */
INLINE __m256i dot(__m256i sums, __m256i x, __m256i weights)
{
#if defined(__AVXVNNI__) && defined(__GNUC__)
    /* in assembly, because gcc 12 moves the sums of the intrinsic function to and fro */
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sums) : "x"(x), "x"(weights));
    return sums;
#else
    const __m256i pairs = _mm256_maddubs_epi16(x, weights);
    return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
#endif
}

/* Blocks of 1 to 5 rows of x by one tile of weights. Every sum has a name of its own, because compilers leave arrays of
 * vectors in memory: low_R and high_R are 8 columns each of row R. Signed x becomes unsigned by ^ 0x80, which the start
 * of a sum makes up for.
 */
#define ROWS_1(DO) DO(0)
#define ROWS_2(DO) ROWS_1(DO) DO(1)
#define ROWS_3(DO) ROWS_2(DO) DO(2)
#define ROWS_4(DO) ROWS_3(DO) DO(3)
#define ROWS_5(DO) ROWS_4(DO) DO(4)

#define START(r) __m256i low_##r = start_low, high_##r = start_high;
#define MULTIPLY(r)                                                         \
    const __m256i inputs_##r = four_inputs(x + r * p->inputs, flipped);     \
    low_##r = dot(low_##r, inputs_##r, weights_low);                        \
    high_##r = dot(high_##r, inputs_##r, weights_high);
#define FINISH(r)                                                                                    \
    put_16(out + r * p->columns + 16 * tile,                                                         \
           int8_of(int16_of(scaled_8(low_##r, scales_low), scaled_8(high_##r, scales_high))),        \
           p->columns - 16 * tile);

#define DEFINE_BLOCK(rows)                                                                                      \
    KERNEL void block_##rows(const struct product *p, const uint8_t *x, int flip, int tile, int8_t *out)        \
    {                                                                                                           \
        const int groups = (p->inputs + 3) / 4;                                                                 \
        const int8_t *w = p->weight + (size_t)tile * (size_t)groups * 64, *const end = w + groups * 64;         \
        const __m256i flipped = _mm256_set1_epi8((char)(flip ? -128 : 0));                                      \
        const __m256i start_low = start_of(p, 16 * tile, flip), start_high = start_of(p, 16 * tile + 8, flip);  \
        const __m256 scales_low = scales_of(p->shift + 16 * tile);                                              \
        const __m256 scales_high = scales_of(p->shift + 16 * tile + 8);                                         \
        ROWS_##rows(START)                                                                                      \
        for (; w < end; w += 64, x += 4) {                                                                      \
            const __m256i weights_low = load_32_bytes(w), weights_high = load_32_bytes(w + 32);                 \
            ROWS_##rows(MULTIPLY)                                                                               \
        }                                                                                                       \
        ROWS_##rows(FINISH)                                                                                     \
    }

INLINE __m256i start_of(const struct product *p, int column, int flip)
{
    const __m256i bias = load_32_bytes(p->bias + column);
    return flip ? _mm256_sub_epi32(bias, load_32_bytes(p->correction + column)) : bias;
}

INLINE __m256i four_inputs(const uint8_t *x, __m256i flipped)
{
    int32_t four;
    memcpy(&four, x, 4);
    return _mm256_xor_si256(_mm256_set1_epi32(four), flipped);
}

DEFINE_BLOCK(1)
DEFINE_BLOCK(2)
DEFINE_BLOCK(3)
DEFINE_BLOCK(4)
DEFINE_BLOCK(5)

/* All rows by one tile, in blocks of 5 rows or, to share what is left evenly, fewer. */
KERNEL void all_rows(const struct product *p, const uint8_t *x, int flip, int rows, int tile, int8_t *out)
{
    for (int blocks = (rows + MOST_ROWS - 1) / MOST_ROWS; blocks > 0; blocks--) {
        const int n = (rows + blocks - 1) / blocks;
        switch (n) {
        case 5: block_5(p, x, flip, tile, out); break;
        case 4: block_4(p, x, flip, tile, out); break;
        case 3: block_3(p, x, flip, tile, out); break;
        case 2: block_2(p, x, flip, tile, out); break;
        default: block_1(p, x, flip, tile, out); break;
        }
        x += n * p->inputs;
        out += n * p->columns;
        rows -= n;
    }
}

KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        all_rows(p, (const uint8_t *)x, 1, rows, tile, out);
    }
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        all_rows(p, x, 0, rows, tile, out);
    }
}

/* The sums of a tile over 16-bit inputs, each in two halves: 4 columns in each vector. */
struct halves {
    __m256i quarter[4];
};

/* Add the products of a group of 4 inputs. */
INLINE void add_group(struct halves *sums, const int16_t *x, const int8_t *w)
{
    int64_t four;
    memcpy(&four, x, 8);
    const __m256i inputs = _mm256_set1_epi64x(four);
    for (int q = 0; q < 4; q++) {
        const __m256i weights = _mm256_cvtepi8_epi16(load_16_bytes(w + 16 * q));
        sums->quarter[q] = _mm256_add_epi32(sums->quarter[q], _mm256_madd_epi16(weights, inputs));
    }
}

/* The two halves of 8 columns added, `from` 0 or 2. */
INLINE __m256i whole(const struct halves *sums, int from)
{
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(sums->quarter[from], sums->quarter[from + 1]), 0xd8);
}

#define HAVE_PRODUCT_16

KERNEL void product_int16(const struct product *p, const int16_t *x, int rows, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        for (int r = 0; r < rows; r++) {
            struct halves sums = {{_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(),
                                   _mm256_setzero_si256()}};
            __m256 values[2];
            for (int g = 0; g < groups; g++) {
                add_group(&sums, x + r * p->inputs + 4 * g, p->weight + (tile * groups + g) * 64);
            }
            for (int half = 0; half < 2; half++) {
                const int column = 16 * tile + 8 * half;
                const __m256i total = _mm256_add_epi32(whole(&sums, 2 * half), load_32_bytes(p->bias + column));
                values[half] = scaled_8(total, scales_of(p->shift + column));
            }
            put_16(out + r * p->columns + 16 * tile, int8_of(int16_of(values[0], values[1])), p->columns - 16 * tile);
        }
    }
}

#define HAVE_HEAD

/* Sums over joints of 16 channels, 16 bits each; what is read past the end meets weights of zero. */
INLINE void column_sums(const uint8_t *x, int rows, int columns, int16_t sums[16])
{
    __m256i total = _mm256_setzero_si256();
    for (int v = 0; v < rows; v++) {
        total = _mm256_add_epi16(total, _mm256_cvtepu8_epi16(load_16_bytes(x + v * columns)));
    }
    _mm256_storeu_si256((__m256i *)(void *)sums, total);
}

KERNEL void head(const struct product *p, const uint8_t *x, int rows, float *logits)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        struct halves sums = {{_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(),
                               _mm256_setzero_si256()}};
        int32_t totals[16];
        int16_t joined[16];
        for (int g = 0; g < groups; g++) {
            if (g % 4 == 0) {
                column_sums(x + 4 * g, rows, p->inputs, joined);
            }
            add_group(&sums, joined + 4 * (g % 4), p->weight + (tile * groups + g) * 64);
        }
        _mm256_storeu_si256((__m256i *)(void *)totals, whole(&sums, 0));
        _mm256_storeu_si256((__m256i *)(void *)(totals + 8), whole(&sums, 2));
        for (int j = 0, k = 16 * tile; j < 16 && k < p->columns; j++, k++) {
            logits[k] = (float)(totals[j] + p->bias[k]) * power_of_two(-p->shift[k]);
        }
    }
}
#endif
