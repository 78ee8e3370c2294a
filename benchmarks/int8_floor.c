/* Products of bytes added to 32 bits, out of registers: the fastest that this processor can multiply and accumulate. */
#include <stdint.h>

#if defined(__AVX512VNNI__) || defined(__AVXVNNI__) || defined(__AVX2__)
#include <immintrin.h>
#endif

#if defined(__AVX512VNNI__)
typedef __m512i vector;
const char floor_name[] = "vpdpbusd, 512 bits";
enum { EACH = 64 };
#define ACCUMULATE(sum, x, w) __asm__ volatile("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(x), "v"(w))
#elif defined(__AVXVNNI__)
typedef __m256i vector;
const char floor_name[] = "vpdpbusd, 256 bits";
enum { EACH = 32 };
#define ACCUMULATE(sum, x, w) __asm__ volatile("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sum) : "x"(x), "x"(w))
#elif defined(__AVX2__)
typedef __m256i vector;
const char floor_name[] = "vpmaddubsw, vpmaddwd, vpaddd, 256 bits";
enum { EACH = 32 };
#define ACCUMULATE(sum, x, w)                                                                                   \
    do {                                                                                                        \
        vector pairs;                                                                                           \
        __asm__ volatile("vpmaddubsw %3, %2, %1\n\tvpmaddwd %2, %1, %1\n\tvpaddd %1, %0, %0"                    \
                         : "+x"(sum), "=&x"(pairs) : "x"(x), "x"(w));                                           \
    } while (0)
#elif defined(__ARM_FEATURE_DOTPROD) && defined(__aarch64__)
#include <arm_neon.h>
typedef int32x4_t vector;
const char floor_name[] = "sdot, 128 bits";
enum { EACH = 16 };
#define ACCUMULATE(sum, x, w) __asm__ volatile("sdot %0.4s, %1.16b, %2.16b" : "+w"(sum) : "w"(x), "w"(w))
#else
#error "no dot product of bytes is known of this processor"
#endif

/* Twelve sums, so that none is waited for. */
#define TWELVE(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)

int multiply_accumulate(int64_t products)
{
    const vector x = {1}, w = {2};
    int32_t lanes[sizeof(vector) / 4];
#define DECLARE(i) vector sum##i = {i};
    TWELVE(DECLARE)
    for (int64_t left = products; left > 0; left -= 12 * EACH) {
#define STEP(i) ACCUMULATE(sum##i, x, w);
        TWELVE(STEP)
    }
    vector all = {0};
#define ADD(i) all += sum##i;
    TWELVE(ADD)
    __builtin_memcpy(lanes, &all, sizeof all);
    return lanes[0];
}
