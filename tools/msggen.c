// SPDX-License-Identifier: EUPL-1.2
/* msggen header OUT.h FILE.def…: the enum of all message ids. (Catalogues follow.) */
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
    if (argc < 4 || strcmp(argv[1], "header") != 0)
        return 2;
    FILE *out = fopen(argv[2], "w");
    if (!out)
        return 1;
    fprintf(out, "#ifndef MSG_H\n#define MSG_H\nenum msg {\n    MSG_NONE,\n");
    for (int i = 3; i < argc; i++) {
        FILE *in = fopen(argv[i], "r");
        char line[1000];
        if (!in)
            return 1;
        while (fgets(line, sizeof line, in)) {
            char *end = strchr(line, ' ');
            if (line[0] == '#' || line[0] == '\n' || !end)
                continue;
            *end = 0;
            fprintf(out, "    MSG_%s,\n", line);
        }
        fclose(in);
    }
    fprintf(out, "};\n#endif\n");
    return fclose(out) != 0;
}
