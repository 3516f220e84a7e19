// SPDX-License-Identifier: EUPL-1.2
/*
 * spoil IN OUT [key=value …]: makes of a clean rendering what a scanner makes of
 * paper. skew=1.7 (degrees), turn=2 (quarter turns), scale=0.5, noise=1,
 * resolution=200. The format follows OUT's name (.jpg, .png, .tif).
 */
#include <leptonica/allheaders.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static PIX *
change(PIX *pix, const char *key, l_float32 value)
{
    if (strcmp(key, "skew") == 0)
        return pixRotate(pix, value * 3.14159265f / 180, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
                         pixGetWidth(pix), pixGetHeight(pix));
    if (strcmp(key, "turn") == 0)
        return pixRotateOrth(pix, (l_int32)value);
    if (strcmp(key, "scale") == 0)
        return pixScaleAreaMap(pix, value, value);
    if (strcmp(key, "noise") == 0)
        return pixAddGaussianNoise(pix, 8 * value);
    if (strcmp(key, "resolution") == 0)
        pixSetResolution(pix, (l_int32)value, (l_int32)value);
    return pixClone(pix);
}

int
main(int argc, char **argv)
{
    setMsgSeverity(L_SEVERITY_ERROR);
    PIX *pix = argc >= 3 ? pixRead(argv[1]) : NULL;
    for (int i = 3; pix && i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (!value)
            return 2;
        *value++ = '\0';
        PIX *next = change(pix, argv[i], strtof(value, NULL));
        pixDestroy(&pix);
        pix = next;
    }
    if (!pix)
        return 2;
    const char *dot = strrchr(argv[2], '.');
    int bad = strcmp(dot, ".jpg") == 0   ? pixWriteJpeg(argv[2], pix, 75, 0)
              : strcmp(dot, ".tif") == 0 ? pixWrite(argv[2], pix, IFF_TIFF_ZIP)
                                         : pixWrite(argv[2], pix, IFF_PNG);
    pixDestroy(&pix);
    return bad;
}
