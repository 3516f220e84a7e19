// SPDX-License-Identifier: EUPL-1.2
/*
 * The commands of the document room. They live in the program
 * motcua-documents, which links the heavy libraries; motcua hands them over.
 */
#ifndef MAIN_CMD_DOCUMENTS_H
#define MAIN_CMD_DOCUMENTS_H

int cmd_bag(int argc, char **argv);
int cmd_pdf(int argc, char **argv);
int cmd_scan(int argc, char **argv);
int cmd_sheet(int argc, char **argv);
int cmd_sign(int argc, char **argv);
int cmd_verify_pdf(int argc, char **argv);

#endif
