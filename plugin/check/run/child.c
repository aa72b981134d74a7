/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/child.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/unconst.h"
#include "run/cleanup.h"
#include "run/nobody.h"

#define CHUNK 65536
#define PAUSE 5000 /* us between looking whether a child has ended that has a deadline */

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

    /* Without the terminal of root, into which a program that was taken over could type. */
    if (command->as_nobody && (setsid() < 0 || !sl_nobody_become())) {
        _exit(127);
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
    is_started = g_spawn_async_with_fds("/", sl_unconst(command->arguments),
                                        sl_unconst(command->environment), G_SPAWN_DO_NOT_REAP_CHILD,
                                        become, sl_unconst(command), &child->pid,
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

    if (command->standard_output > 0) {
        return start(child, command, command->standard_output, error);
    }
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

/* The milliseconds until DEADLINE, for poll: -1 if there is none, 0 if it is past. */
static int time_left(gint64 deadline)
{
    gint64 left = deadline - g_get_monotonic_time();

    return deadline == 0 ? -1 : left > 0 ? (int)MIN(left / 1000 + 1, G_MAXINT) : 0;
}

/* Waits for what the COUNT CHILDREN write, and fills FDS, two of each. False if there is no more to
 * come, or it is too late. */
static bool wait_for_output(struct child *children, size_t count, struct pollfd *fds,
                            gint64 deadline)
{
    bool is_open = false;
    int n;

    for (size_t i = 0; i < count; i++) {
        fds[2 * i] = (struct pollfd){.fd = children[i].output, .events = POLLIN};
        fds[2 * i + 1] = (struct pollfd){.fd = children[i].errors, .events = POLLIN};
        is_open |= children[i].output >= 0 || children[i].errors >= 0;
    }
    if (!is_open || time_left(deadline) == 0) {
        return false;
    }
    do {
        n = poll(fds, 2 * count, time_left(deadline));
    } while (n < 0 && errno == EINTR);
    return n > 0;
}

/* Reads from all CHILDREN until they have closed what we read, or it is DEADLINE. */
static void listen(struct child *children, size_t count, gint64 deadline, sl_child_line_fn line,
                   void *data)
{
    struct pollfd fds[4];
    char *buffer = g_malloc(CHUNK);

    while (wait_for_output(children, count, fds, deadline)) {
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

/* Whether the child has ended: waits for it, until DEADLINE. It is still there to be waited for. */
static bool has_ended(const struct child *child, gint64 deadline)
{
    siginfo_t info;
    int done;

    do {
        info.si_pid = 0;
        done = waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT | (deadline ? WNOHANG : 0));
        if (done == 0 && info.si_pid == 0) {
            if (time_left(deadline) == 0) {
                return false;
            }
            g_usleep(PAUSE);
        }
    } while ((done != 0 && errno == EINTR) || (done == 0 && info.si_pid == 0));
    return true;
}

static void close_output(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

static void finish(struct child *child, gint64 deadline, struct sl_child_end *end)
{
    int status = 0;

    end->is_late = !has_ended(child, deadline);
    if (end->is_late) {
        kill(child->pid, SIGKILL);
        has_ended(child, 0);
    }
    /* Forgotten before its number is free again: a signal must not reach a stranger. */
    sl_cleanup_forget_child(child->pid);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
    }
    g_spawn_close_pid(child->pid);
    close_output(&child->output);
    close_output(&child->errors);
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
    listen(&child, 1, command->deadline, line, data);
    finish(&child, command->deadline, end);
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
    listen(children, is_started ? 2 : 1, command->deadline, line, data);
    finish(&children[0], command->deadline, end);
    if (!is_started) {
        g_free(end->errors);
        return FALSE;
    }
    finish(&children[1], command->deadline, feeder_end);
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
    if (end.is_late) {
        g_set_error_literal(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED,
                            "it took longer than the time of --timeout");
        return FALSE;
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
