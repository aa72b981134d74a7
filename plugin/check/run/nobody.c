/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/nobody.h"

#include <errno.h>
#include <grp.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

bool sl_nobody_is_wanted(void)
{
    return geteuid() == 0 || getuid() == 0;
}

bool sl_nobody_become(void)
{
    return setgroups(0, NULL) == 0 && setresgid(SL_NOBODY, SL_NOBODY, SL_NOBODY) == 0 &&
           setresuid(SL_NOBODY, SL_NOBODY, SL_NOBODY) == 0;
}

/*
 * Whether nobody may use PATH; NULL: whether there can be nobody at all. Asked in a child: what the
 * system allows (user namespaces, dropped capabilities, access lists) is not for us to work out.
 */
static bool ask(const char *path, int mode)
{
    pid_t pid = fork();
    int status = 0;

    if (pid == 0) {
        _exit(sl_nobody_become() && (!path || access(path, mode) == 0) ? 0 : 1);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool sl_nobody_is_possible(void)
{
    return ask(NULL, 0);
}

bool sl_nobody_may(const char *path, int mode)
{
    return ask(path, mode);
}
