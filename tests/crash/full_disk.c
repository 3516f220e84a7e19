// SPDX-License-Identifier: EUPL-1.2
/*
 * A disk that is full while a file exists: loaded before a program (LD_PRELOAD), it
 * answers ENOSPC where a regular file would grow. FULL_DISK names that file. As on a
 * real disk, what is there already may be written over, a write that begins inside
 * the file goes as far as the file, and reading, renaming and removing work.
 * No rights are needed, unlike for a small file system.
 */
#undef _FILE_OFFSET_BITS /* it would make one of two functions */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __clang__
#pragma clang diagnostic ignored "-Wmissing-prototypes"
#endif

/* How much of n bytes at a place still fits; false: nothing does. */
static bool
fits(int fd, off_t at, size_t *n)
{
    const char *full = getenv("FULL_DISK");
    struct stat st;
    if (*n == 0 || !full || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || access(full, F_OK) != 0)
        return true;
    if (at >= st.st_size) {
        errno = ENOSPC;
        return false;
    }
    off_t room = st.st_size - at;
    if ((size_t)room < *n)
        *n = (size_t)room;
    return true;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return fits(fd, at, &n) ? syscall(SYS_pwrite64, fd, p, n, at) : -1;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
    return pwrite64(fd, p, n, at);
}

ssize_t
write(int fd, const void *p, size_t n)
{
    off_t at = lseek(fd, 0, SEEK_CUR);
    return at < 0 || fits(fd, at, &n) ? syscall(SYS_write, fd, p, n) : -1;
}
