// SPDX-License-Identifier: EUPL-1.2
/* The JSON shape of every form's facts; member names are those of document/form.h. */
#ifndef MAIN_FORM_SHAPE_H
#define MAIN_FORM_SHAPE_H

#include "document/form.h"
#include "main/json_shape.h"

const struct shape *form_shape(enum form form);

#endif
