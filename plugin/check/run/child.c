/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/child.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/cleanup.h"

#define NOBODY 65534
#define CHUNK 65536

struct child {
    pid_t pid;
    int output; /* descriptors we read from, -1: closed */
    int errors;
    GString *pending; /* a line that has begun */
    GString *said;    /* standard error */
};

/* --- starting -------------------------------------------------------------------------------- */

/* In the child, between fork and exec. */
static void become(gpointer data)
{
    const struct sl_child_command *command = data;

    if (command->as_nobody) {
        if (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
            setresuid(NOBODY, NOBODY, NOBODY) != 0) {
            _exit(127);
        }
        /* tshark looks for files of its own in the working folder, and complains if it may not. */
        if (access(".", R_OK | X_OK) != 0 && chdir("/") != 0) {
            _exit(127);
        }
    }
    /* Where we are killed, nothing of ours goes on. A change of user takes this away: so after. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Starts COMMAND; its standard output goes to OUTPUT. */
static gboolean start(struct child *child, const struct sl_child_command *command, int output,
                      GError **error)
{
    int pipe[2];
    gboolean is_started;

    if (!g_unix_open_pipe(pipe, FD_CLOEXEC, error)) {
        return FALSE;
    }
    is_started = g_spawn_async_with_fds(
        NULL, (char **)(gpointer)command->arguments, (char **)(gpointer)command->environment,
        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, become, (gpointer)command, &child->pid,
        command->standard_input, output, pipe[1], error);
    close(pipe[1]);
    if (!is_started) {
        close(pipe[0]);
        return FALSE;
    }
    sl_cleanup_child(child->pid);
    child->errors = pipe[0];
    child->output = -1;
    child->pending = g_string_new(NULL);
    child->said = g_string_new(NULL);
    return TRUE;
}

/* Starts COMMAND and reads its output ourselves. */
static gboolean start_read(struct child *child, const struct sl_child_command *command,
                           GError **error)
{
    int pipe[2];

    if (!g_unix_open_pipe(pipe, FD_CLOEXEC, error)) {
        return FALSE;
    }
    if (!start(child, command, pipe[1], error)) {
        close(pipe[0]);
        close(pipe[1]);
        return FALSE;
    }
    close(pipe[1]);
    child->output = pipe[0];
    return TRUE;
}

/* --- reading --------------------------------------------------------------------------------- */

/* Hands on the whole lines in PENDING, and keeps what comes after the last line feed. */
static void hand_on(GString *pending, size_t searched, sl_child_line_fn line, void *data)
{
    char *begin = pending->str;
    char *end = memchr(pending->str + searched, '\n', pending->len - searched);

    while (end) {
        *end = '\0';
        line(begin, (size_t)(end - begin), data);
        begin = end + 1;
        end = memchr(begin, '\n', (size_t)(pending->str + pending->len - begin));
    }
    g_string_erase(pending, 0, begin - pending->str);
}

/* Reads what is there; closes *FD at its end. The number of bytes read into BUFFER. */
static size_t read_some(int *fd, char *buffer)
{
    ssize_t n = read(*fd, buffer, CHUNK);

    if (n > 0) {
        return (size_t)n;
    }
    if (n == 0 || errno != EINTR) {
        close(*fd);
        *fd = -1;
    }
    return 0;
}

static void read_output(struct child *child, char *buffer, sl_child_line_fn line, void *data)
{
    size_t searched = child->pending->len;
    size_t n = read_some(&child->output, buffer);

    g_string_append_len(child->pending, buffer, (gssize)n);
    hand_on(child->pending, searched, line, data);
    if (child->output < 0 && child->pending->len > 0) {
        line(child->pending->str, child->pending->len, data);
        g_string_truncate(child->pending, 0);
    }
}

static void read_errors(struct child *child, char *buffer)
{
    size_t n = read_some(&child->errors, buffer);
    size_t room = SL_CHILD_ERROR_MAX - child->said->len;

    g_string_append_len(child->said, buffer, (gssize)MIN(n, room));
}

/* Reads from all CHILDREN until they have closed what we read. */
static void listen(struct child *children, size_t count, sl_child_line_fn line, void *data)
{
    struct pollfd fds[4];
    char *buffer = g_malloc(CHUNK);

    for (;;) {
        bool is_open = false;

        for (size_t i = 0; i < count; i++) {
            fds[2 * i] = (struct pollfd){.fd = children[i].output, .events = POLLIN};
            fds[2 * i + 1] = (struct pollfd){.fd = children[i].errors, .events = POLLIN};
            is_open |= children[i].output >= 0 || children[i].errors >= 0;
        }
        if (!is_open || (poll(fds, 2 * count, -1) < 0 && errno != EINTR)) {
            break;
        }
        for (size_t i = 0; i < count; i++) {
            if (fds[2 * i].revents) {
                read_output(&children[i], buffer, line, data);
            }
            if (fds[2 * i + 1].revents) {
                read_errors(&children[i], buffer);
            }
        }
    }
    g_free(buffer);
}

/* --- the end --------------------------------------------------------------------------------- */

static void finish(struct child *child, struct sl_child_end *end)
{
    siginfo_t info;
    int status = 0;

    /* Forgotten before its number is free again: a signal must not reach a stranger. */
    while (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
    }
    sl_cleanup_forget_child(child->pid);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
    }
    g_spawn_close_pid(child->pid);
    end->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end->errors = g_utf8_make_valid(child->said->str, (gssize)child->said->len);
    g_string_free(child->pending, TRUE);
    g_string_free(child->said, TRUE);
}

gboolean sl_child_run(const struct sl_child_command *command, sl_child_line_fn line, void *data,
                      struct sl_child_end *end, GError **error)
{
    struct child child;

    if (!start_read(&child, command, error)) {
        return FALSE;
    }
    listen(&child, 1, line, data);
    finish(&child, end);
    return TRUE;
}

gboolean sl_child_run_fed(const struct sl_child_command *feeder,
                          const struct sl_child_command *command, sl_child_line_fn line, void *data,
                          struct sl_child_end *feeder_end, struct sl_child_end *end, GError **error)
{
    struct sl_child_command fed = *command;
    struct child children[2];
    int between[2];
    gboolean is_started;

    if (!g_unix_open_pipe(between, FD_CLOEXEC, error)) {
        return FALSE;
    }
    fed.standard_input = between[0];
    is_started = start_read(&children[0], &fed, error);
    close(between[0]);
    if (!is_started) {
        close(between[1]);
        return FALSE;
    }
    is_started = start(&children[1], feeder, between[1], error);
    close(between[1]);
    listen(children, is_started ? 2 : 1, line, data);
    finish(&children[0], end);
    if (!is_started) {
        g_free(end->errors);
        return FALSE;
    }
    finish(&children[1], feeder_end);
    return TRUE;
}

static void ignore(const char *line, size_t length, void *data)
{
    (void)line, (void)length, (void)data;
}

static void collect(const char *line, size_t length, void *data)
{
    g_string_append_len(data, line, (gssize)length);
    g_string_append_c(data, '\n');
}

/* Runs COMMAND; FALSE, with *ERROR, if it did not start or failed. */
static gboolean run_well(const struct sl_child_command *command, sl_child_line_fn line, void *data,
                         char **errors, GError **error)
{
    struct sl_child_end end;

    *errors = NULL;
    if (!sl_child_run(command, line, data, &end, error)) {
        return FALSE;
    }
    *errors = end.errors;
    if (end.exit_status == 0) {
        return TRUE;
    }
    g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "%s ended with status %d",
                command->arguments[0], end.exit_status);
    return FALSE;
}

gboolean sl_child_check(const struct sl_child_command *command, char **errors, GError **error)
{
    return run_well(command, ignore, NULL, errors, error);
}

char *sl_child_output(const struct sl_child_command *command, char **errors, GError **error)
{
    GString *output = g_string_new(NULL);
    char *said;
    gboolean is_well = run_well(command, collect, output, &said, error);

    if (errors) {
        *errors = said;
    } else {
        g_free(said);
    }
    return g_string_free(output, !is_well);
}
