// SPDX-License-Identifier: EUPL-1.2
/*
 * reading FILE.pdf …: what reading a scanned page costs in processor time, beside Leptonica
 * and Tesseract alone on the same picture, in one run. Each PDF's first page is drawn at
 * 200 dots per inch, turned a little and made noisy, as a scanner gives it. Ours does more:
 * orientation, deskew, codes, the searchable page, the thumbnail; the ratio says what that
 * costs. Pages are read again and again by one reader, and memory must stay where it was.
 */
#include <leptonica/allheaders.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tesseract/capi.h>
#include <unistd.h>

#include "document/reader.h"
#include "sys/files.h"
#include "sys/service.h"

enum { ROUNDS = 4, PAGES_MAX = 8, GROWTH_MAX = 32 << 20 };

struct bench {
    struct arena a;
    char folder[64];
    struct str page[PAGES_MAX];
    int n;
};

static double
cpu_ms(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void
must(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "reading: %s failed\n", what);
    exit(1);
}

static void
say(const char *what, double value, const char *unit)
{
    char name[64];
    snprintf(name, sizeof name, "documents_read%s", what);
    printf("%-44s %10.2f %s\n", name, value, unit);
}

static bool
draw(const char *pdf, const char *base)
{
    pid_t child = fork();
    int status = 1;
    if (child == 0) {
        execlp("pdftoppm", "pdftoppm", "-r", "200", "-png", "-singlefile", pdf, base, (char *)NULL);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* The page as a scanner gives it: turned by 1.3 degrees, noisy, a JPEG. */
static void
scan(struct bench *b, const char *pdf)
{
    const char *base = str_printf(&b->a, "%s/%d", b->folder, b->n).p;
    const char *png = str_printf(&b->a, "%s.png", base).p;
    const char *jpeg = str_printf(&b->a, "%s.jpg", base).p;
    must(draw(pdf, base), "pdftoppm");
    PIX *clean = pixRead(png);
    PIX *turned = pixRotate(clean, 1.3f * 3.14159265f / 180, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
                            pixGetWidth(clean), pixGetHeight(clean));
    PIX *noisy = pixAddGaussianNoise(turned, 8);
    pixSetResolution(noisy, 200, 200);
    must(pixWriteJpeg(jpeg, noisy, 75, 0) == 0, "writing the picture");
    must(file_read(&b->a, jpeg, 64 << 20, &b->page[b->n++]) == OK, "reading the picture");
    pixDestroy(&clean);
    pixDestroy(&turned);
    pixDestroy(&noisy);
    unlink(png);
    unlink(jpeg);
}

static void
read_ours(struct bench *b, struct reader *r, int i)
{
    struct arena_mark mark = arena_mark(&b->a);
    struct reader_page page;
    const char *base = str_printf(&b->a, "%s/page", b->folder).p;
    must(reader_page(r, &b->a, b->page[i], 0, base, &page) == OK && page.confidence > 70,
         "reading");
    arena_rewind(&b->a, mark);
}

static void
read_bare(struct bench *b, TessBaseAPI *tess, int i)
{
    PIX *pix = pixReadMem((const l_uint8 *)b->page[i].p, b->page[i].n);
    PIX *grey = pixConvertTo8(pix, 0);
    TessBaseAPISetImage2(tess, grey);
    TessBaseAPISetSourceResolution(tess, 200);
    must(TessBaseAPIRecognize(tess, NULL) == 0, "bare reading");
    char *text = TessBaseAPIGetUTF8Text(tess);
    must(text && strlen(text) > 100, "bare reading");
    TessDeleteText(text);
    TessBaseAPIClear(tess);
    pixDestroy(&grey);
    pixDestroy(&pix);
}

static double
ours_ms(struct bench *b, bool *flat)
{
    struct reader *r = reader_open(&b->a, "vie");
    must(r != NULL, "the model");
    read_ours(b, r, 0);
    uint64_t early = service_usage().resident;
    double from = cpu_ms();
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < b->n; i++)
            read_ours(b, r, i);
    double took = (cpu_ms() - from) / (ROUNDS * b->n);
    uint64_t late = service_usage().resident;
    say("_memory_after_1", (double)early / 1024, "KiB");
    say("_memory_after_all", (double)late / 1024, "KiB");
    *flat = late <= early + GROWTH_MAX;
    reader_close(r);
    return took;
}

static double
bare_ms(struct bench *b)
{
    TessBaseAPI *tess = TessBaseAPICreate();
    must(TessBaseAPIInit2(tess, NULL, "vie", OEM_LSTM_ONLY) == 0, "the model");
    TessBaseAPISetPageSegMode(tess, PSM_AUTO);
    read_bare(b, tess, 0);
    double from = cpu_ms();
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < b->n; i++)
            read_bare(b, tess, i);
    double took = (cpu_ms() - from) / (ROUNDS * b->n);
    TessBaseAPIEnd(tess);
    TessBaseAPIDelete(tess);
    return took;
}

static void
clean_up(const char *folder)
{
    static const char *const names[] = {"page.pdf", "page.jpg", "page.thumb.jpg"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

int
main(int argc, char **argv)
{
    struct bench b = {.folder = "/tmp/motcua-reading-XXXXXX"};
    bool flat = false;
    if (!getenv("OMP_THREAD_LIMIT")) { /* read when the program is loaded, so it begins again */
        setenv("OMP_THREAD_LIMIT", "1", 1);
        execv(argv[0], argv);
    }
    if (argc < 2 || argc > PAGES_MAX) {
        fputs("usage: reading FILE.pdf …\n", stderr);
        return 2;
    }
    setMsgSeverity(L_SEVERITY_NONE);
    arena_init(&b.a, (size_t)1 << 30);
    must(mkdtemp(b.folder) != NULL, "a folder");
    for (int i = 1; i < argc; i++)
        scan(&b, argv[i]);
    double ours = ours_ms(&b, &flat), bare = bare_ms(&b);
    say("", ours, "ms a page");
    say("_bare_libraries", bare, "ms a page");
    say("_as_often_as_bare", bare / ours, "of the bare rate");
    say("_per_cpu_second", 1000 / ours, "pages");
    clean_up(b.folder);
    arena_free(&b.a);
    return flat ? 0 : 1;
}
