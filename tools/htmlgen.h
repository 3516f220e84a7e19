// SPDX-License-Identifier: EUPL-1.2
/*
 * What the two halves of htmlgen share: htmlgen.c follows the HTML and knows
 * where it stands, htmlconstruct.c turns what is in braces into C.
 */
#ifndef TOOLS_HTMLGEN_H
#define TOOLS_HTMLGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define NAME 64
#define TAG_LENGTH 400

enum where { TEXT, COMMENT, DECLARATION, TAG_NAME, IN_TAG, ATTR_NAME, AFTER_EQ, QUOTED, RAW };

/* Where the reader stands in the HTML. Branches of an if must end where they began. */
struct place {
    enum where where;
    char tag[NAME], attr[NAME];
};

/* The file being read, and where in it. */
struct reading {
    const char *path;
    char *text;
    size_t n, at;
    int line;
    struct place here;
    FILE *out;
};
extern struct reading rd;

__attribute__((noreturn, format(printf, 1, 2))) void refuse(const char *fmt, ...);
bool is_one_of(const char *word, const char *const *list);
bool is_word_char(char c);
bool starts(const char *z, const char *word);

/* Literal text of the page; flush writes what has gathered. */
void put(char c);
void flush(void);

/* One line of C, told to the compiler as the template's line. */
__attribute__((format(printf, 1, 2))) void c_line(const char *fmt, ...);

/* The construct that begins at the brace under the reader. */
void construct(void);

/* The name of a tag or of an attribute without a value ends here. */
void end_of_name(void);

/* Refuses a block that is still open at the end of the file. */
void no_open_block(void);

#endif
