/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checking of one capture, or of several joined to one, by one tshark. */
#ifndef SL_CHECK_CAPTURE_JOB_H
#define SL_CHECK_CAPTURE_JOB_H

#include "options.h"
#include "read/result.h"
#include "run/tool.h"

struct sl_capture_job;

/*
 * The job to check CAPTURES, ended by NULL, together. OPTIONS and TOOL are borrowed. Free with
 * sl_capture_job_free.
 */
struct sl_capture_job *sl_capture_job_new(const struct sl_options *options, struct sl_tool *tool,
                                          char **captures);
void sl_capture_job_free(struct sl_capture_job *job);

/* Does the job, in whatever thread; returns when it is done. */
void sl_capture_job_run(struct sl_capture_job *job);

/* Which part, 0 to 1, of the bytes of all JOBS has been read. From any thread. */
double sl_capture_job_progress(const GPtrArray *jobs);

/*
 * The results of a job that is done, which the caller takes over: one for the captures that were
 * checked, and one for each that could not be.
 */
GPtrArray *sl_capture_job_results(struct sl_capture_job *job);

#endif
