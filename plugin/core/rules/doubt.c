/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/doubt.h"

/* clang-format off */
static const struct sl_name doubt_names[SL_DOUBTS] = {
    [SL_DOUBT_NONE] = {"none", SL_TEXT("没有疑问", "no doubt")},
    [SL_DOUBT_STARTS_LATE] = {"starts_late", SL_TEXT(
        "抓包开始得太晚，没有抓到这一跳上的INVITE",
        "the capture starts too late: the INVITE on this hop is not in it")},
    [SL_DOUBT_ENDS_EARLY] = {"ends_early", SL_TEXT(
        "抓包在定时器到期之前就结束了",
        "the capture ends before the timer does")},
    [SL_DOUBT_ONE_DIRECTION] = {"one_direction", SL_TEXT(
        "没有抓到任何发往等待方的SIP消息，可能只抓到了一个方向",
        "no SIP message to the waiting party was captured: perhaps one direction only")},
    [SL_DOUBT_SHOWN_LATER] = {"shown_later", SL_TEXT(
        "后面的消息表明所缺的消息存在，只是没有抓到",
        "a later message shows that the missing one existed but was not captured")},
    [SL_DOUBT_NOT_CAPTURED] = {"not_captured", SL_TEXT(
        "等待方没有重传，可见它得到了应答，只是没有抓到",
        "the waiting party did not send again, so it had its answer, which was not captured")},
    [SL_DOUBT_RELAYED] = {"relayed", SL_TEXT(
        "接收方已把请求转发出去，它自己也还在等待",
        "the receiver handed the request on and is itself still waiting")},
    [SL_DOUBT_SETTLED_ELSEWHERE] = {"settled_elsewhere", SL_TEXT(
        "在此之前，这个INVITE已在别的分支或上游得到最终应答或被取消",
        "before that, the INVITE was answered or cancelled on another branch or upstream")},
    [SL_DOUBT_OTHER_PATH] = {"other_path", SL_TEXT(
        "所缺的请求可能不经过抓包点",
        "the missing request may take a path that was not captured")},
    [SL_DOUBT_DIALOG_PATH] = {"dialog_path", SL_TEXT(
        "对话内的请求可能不经过抓包点",
        "requests within the dialog may take a path that was not captured")},
    [SL_DOUBT_ODD_ACK] = {"odd_ack", SL_TEXT(
        "抓到的ACK与任何最终应答都不相符",
        "an ACK was captured that fits none of the final responses")},
    [SL_DOUBT_ODD_PRACK] = {"odd_prack", SL_TEXT(
        "抓到的PRACK与任何可靠临时应答都不相符",
        "a PRACK was captured that fits none of the reliable provisional responses")},
    [SL_DOUBT_REFUTED] = {"refuted", SL_TEXT(
        "后面的消息表明并非如此",
        "a later message shows that it is not so")},
    [SL_DOUBT_TRUNCATED] = {"truncated", SL_TEXT(
        "有消息因抓包长度限制（snap length）被截断",
        "a message was cut by the capture's snap length")},
    [SL_DOUBT_CLOCK] = {"clock", SL_TEXT(
        "抓包的时间戳有跳变，无法判断定时器",
        "frame times of the capture jump, so timers cannot be judged")},
};
/* clang-format on */

const struct sl_name *sl_doubt_name(enum sl_doubt_id id)
{
    return &doubt_names[id];
}
