// SPDX-License-Identifier: EUPL-1.2
/*
 * The commands of motcua, one list: name, what it does. The program, its help and
 * its manual read it; each is int cmd_<name>(int argc, char **argv) in a file of
 * its own, with argv[0] the command's name.
 */
#ifndef MAIN_CMD_H
#define MAIN_CMD_H

#define CMD_LIST(X)                                                                                \
    X(serve, "answer requests until told to stop")                                                 \
    X(demo, "play the demonstration district into an empty database")                              \
    X(load, "read the world from data files, or fill a database for trials")                       \
    X(world, "compare the world in a database with data files, and change it")                     \
    X(report, "print a report")                                                                    \
    X(token, "give, list or withdraw tokens of interfaces")                                        \
    X(user, "set the password of a person")                                                        \
    X(verify, "compute everything again from the ledger and compare")                              \
    X(migrate, "bring a database up to this program's schema")                                     \
    X(deadline, "say when something is due, and why")                                              \
    X(backup, "copy a database in use to a new file")                                              \
    X(restore, "make a database of a copy, and check it")                                          \
    X(index, "score, explain, raise, rank and check reform indices")                               \
    X(settings, "print what a settings file may say")                                              \
    X(routes, "print every address with the right it takes")                                       \
    X(rights, "print every right")                                                                 \
    X(states, "print the life of a dossier, also as a drawing")

#define CMD_DECLARE(name, text) int cmd_##name(int argc, char **argv);
CMD_LIST(CMD_DECLARE)
#undef CMD_DECLARE

#endif
