/* Counts what an input costs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "work.h"

#include <gcrypt.h>
#include <glib.h>

struct work work;

void work_begin(void)
{
    work = (struct work){0};
}

void __real_gcry_md_write(gcry_md_hd_t handle, const void *bytes, size_t length);
void __wrap_gcry_md_write(gcry_md_hd_t handle, const void *bytes, size_t length);
void *__real_g_malloc(size_t length);
void *__wrap_g_malloc(size_t length);
void *__real_g_malloc0(size_t length);
void *__wrap_g_malloc0(size_t length);
void *__real_g_realloc(void *memory, size_t length);
void *__wrap_g_realloc(void *memory, size_t length);

void __wrap_gcry_md_write(gcry_md_hd_t handle, const void *bytes, size_t length)
{
    work.hashed += length;
    __real_gcry_md_write(handle, bytes, length);
}

void *__wrap_g_malloc(size_t length)
{
    work.allocated += length;
    return __real_g_malloc(length);
}

void *__wrap_g_malloc0(size_t length)
{
    work.allocated += length;
    return __real_g_malloc0(length);
}

void *__wrap_g_realloc(void *memory, size_t length)
{
    work.allocated += length;
    return __real_g_realloc(memory, length);
}
