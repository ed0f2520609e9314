/* Keeps what of a folder's files has been flushed, for tests of a loss of power. FLUSHED_FOLDER: the folder, without folders inside. FLUSHED_COPIES: where
   the copies go. fsync and fdatasync copy the file as it is then; names that were changed since (rename, unlink) count once the folder itself is flushed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
struct change { char from[NAME_MAX + 1]; char to[NAME_MAX + 1]; };

/* The name inside the folder; an empty one for the folder itself; NULL for anything else. */
static const char *inside(const char *path, char *buffer)
{
    const char *folder = getenv("FLUSHED_FOLDER");
    if (folder == NULL || realpath(path, buffer) == NULL) return NULL;
    size_t length = strlen(folder);
    if (strncmp(buffer, folder, length) != 0) return NULL;
    if (buffer[length] == '\0') return "";
    return buffer[length] == '/' && strchr(buffer + length + 1, '/') == NULL ? buffer + length + 1 : NULL;
}

static void copy_path(char *path, const char *name) { snprintf(path, PATH_MAX, "%s/%s", getenv("FLUSHED_COPIES"), name); }

static void keep(int from, const char *name)
{
    char path[PATH_MAX], next[PATH_MAX], bytes[65536];
    copy_path(path, name);
    snprintf(next, sizeof next, "%s/.next-%d", getenv("FLUSHED_COPIES"), getpid());
    int to = open(next, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (to < 0) abort();
    off_t at = 0;
    ssize_t read_;
    /* A file that is open only for writing is read through a descriptor of its own. */
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", from);
    int source = open(self, O_RDONLY | O_CLOEXEC);
    if (source < 0) abort();
    while ((read_ = pread(source, bytes, sizeof bytes, at)) > 0)
    {
        if (write(to, bytes, (size_t)read_) != read_) abort();
        at += read_;
    }
    close(source);
    close(to);
    if (renameat(AT_FDCWD, next, AT_FDCWD, path) != 0) abort();
}

/* Names that were changed and not flushed, of all processes of the folder: a record each. */
static FILE *changes(const char *mode)
{
    char path[PATH_MAX];
    copy_path(path, ".changes");
    FILE *file = fopen(path, mode);
    if (file == NULL) abort();
    return file;
}

static void keep_names(void)
{
    struct change change;
    FILE *file = changes("a+");
    rewind(file);
    while (fread(&change, sizeof change, 1, file) == 1)
    {
        char from[PATH_MAX], to[PATH_MAX];
        copy_path(from, change.from);
        copy_path(to, change.to);
        if (change.to[0] == '\0') ((int (*)(int, const char *, int))dlsym(RTLD_NEXT, "unlinkat"))(AT_FDCWD, from, 0);
        else renameat(AT_FDCWD, from, AT_FDCWD, to);
    }
    fclose(file);
    fclose(changes("w"));
}

static void flushed(int fd)
{
    char link[64], path[PATH_MAX], buffer[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = '\0';
    int error = errno;
    const char *name = inside(path, buffer);
    if (name != NULL)
    {
        pthread_mutex_lock(&lock);
        if (name[0] == '\0') keep_names();
        else keep(fd, name);
        pthread_mutex_unlock(&lock);
    }
    errno = error;
}

static void changed(const char *from, const char *to)
{
    struct change change;
    memset(&change, 0, sizeof change);
    snprintf(change.from, sizeof change.from, "%s", from);
    snprintf(change.to, sizeof change.to, "%s", to);
    pthread_mutex_lock(&lock);
    FILE *file = changes("a");
    if (fwrite(&change, sizeof change, 1, file) != 1) abort();
    fclose(file);
    pthread_mutex_unlock(&lock);
}

int fsync(int fd)
{
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int result = next(fd);
    if (result == 0) flushed(fd);
    return result;
}

int fdatasync(int fd)
{
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int result = next(fd);
    if (result == 0) flushed(fd);
    return result;
}

int rename(const char *from, const char *to)
{
    int (*next)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    char before[PATH_MAX], after[PATH_MAX];
    const char *name = inside(from, before);
    char kept[NAME_MAX + 1] = "";
    if (name != NULL) snprintf(kept, sizeof kept, "%s", name);
    int result = next(from, to);
    if (result == 0 && kept[0] != '\0')
    {
        const char *now = inside(to, after);
        changed(kept, now == NULL ? "" : now);
    }
    return result;
}

static int removed(const char *path, int (*next)(int, const char *, int), int folder, int flags)
{
    char before[PATH_MAX];
    const char *name = folder == AT_FDCWD || path[0] == '/' ? inside(path, before) : NULL;
    char kept[NAME_MAX + 1] = "";
    if (name != NULL) snprintf(kept, sizeof kept, "%s", name);
    int result = next(folder, path, flags);
    if (result == 0 && kept[0] != '\0') changed(kept, "");
    return result;
}

int unlinkat(int folder, const char *path, int flags)
{
    return removed(path, (int (*)(int, const char *, int))dlsym(RTLD_NEXT, "unlinkat"), folder, flags);
}

int unlink(const char *path)
{
    return removed(path, (int (*)(int, const char *, int))dlsym(RTLD_NEXT, "unlinkat"), AT_FDCWD, 0);
}
