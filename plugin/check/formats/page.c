/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/page.h"

/* clang-format off */
const char sl_page_style[] =
":root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--card:#f6f8fa;"
"--error:#c0182b;--warn:#9a5b00;--note:#0a5cad;--ok:#1a7f37;--req:#1f4f99;--mark:#fff3c4}\n"
"@media(prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#e4e8ec;--soft:#9aa4af;--line:#3a424c;"
"--card:#1d2228;--error:#ff7b86;--warn:#e3a64a;--note:#7ab7ff;--ok:#5fd07f;--req:#8fb6ff;"
"--mark:#4a3f14}}\n"
"*{box-sizing:border-box}\n"
"body{margin:0 auto;padding:1rem;max-width:72rem;background:var(--bg);color:var(--fg);"
"font:15px/1.5 system-ui,-apple-system,'Segoe UI','Noto Sans','Noto Sans CJK SC','PingFang SC',"
"'Microsoft YaHei',sans-serif;overflow-wrap:anywhere}\n"
"h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.15rem;margin:1.8rem 0 .5rem}"
"h3{font-size:1rem;margin:1rem 0 .3rem}\n"
"a{color:var(--note)}code,.k{font-family:ui-monospace,'DejaVu Sans Mono',monospace;font-size:.92em}\n"
".sub{color:var(--soft);margin:.2rem 0 .8rem}\n"
".sum{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.6rem;margin:1rem 0}\n"
".sum div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.5rem .8rem}\n"
".sum b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}\n"
".sum span{color:var(--soft);font-size:.85rem}\n"
".tab{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}\n"
"th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}\n"
"th,td{overflow-wrap:normal}td.w{min-width:11rem;overflow-wrap:anywhere}td.r{min-width:20rem}"
".caps td:last-child:not(:empty){min-width:13rem}\n"
"th{color:var(--soft);font-weight:600;white-space:nowrap}td.n,th.n{text-align:right;white-space:nowrap;"
"font-variant-numeric:tabular-nums}\n"
".s3{color:var(--error)}.s2{color:var(--warn)}.s1{color:var(--note)}.s0{color:var(--ok)}\n"
".tag{font-weight:600;white-space:nowrap}\n"
".find{position:sticky;top:0;z-index:1;background:var(--bg);padding:.5rem 0;display:none;gap:.5rem;"
"align-items:center}.js .find{display:flex}\n"
".find input{flex:1;min-width:0;font:inherit;padding:.45rem .7rem;border:1px solid var(--line);"
"border-radius:8px;background:var(--card);color:inherit}.find output{color:var(--soft);"
"white-space:nowrap;font-size:.85rem}\n"
".call{border:1px solid var(--line);border-radius:8px;margin:.5rem 0;background:var(--card);"
"content-visibility:auto;contain-intrinsic-size:auto 2.6rem}\n"
".call>summary{cursor:pointer;padding:.5rem .8rem;display:flex;flex-wrap:wrap;gap:.2rem .8rem}\n"
".call>summary .k{flex:1;min-width:10rem}.in{padding:0 .8rem .8rem;background:var(--bg);"
"border-top:1px solid var(--line);border-radius:0 0 8px 8px}\n"
"ul.fs{padding-left:0;list-style:none;margin:.6rem 0}ul.fs li{border-left:3px solid currentColor;"
"padding:.1rem 0 .1rem .7rem;margin:.5rem 0}ul.fs p{margin:.1rem 0;color:var(--fg)}"
"ul.fs .ref{color:var(--soft);font-size:.85rem}\n"
".d{overflow-x:auto;margin:.6rem 0}svg{display:block;font-size:12px}svg text{fill:var(--fg)}\n"
"svg.n{max-width:100%;min-width:19rem;height:auto}\n"
"svg .h{text-anchor:middle;font-size:11px;font-weight:600}svg .l{stroke:var(--line);stroke-width:1.5}\n"
"svg .t,svg .f{font-size:10px;fill:var(--soft);font-variant-numeric:tabular-nums}\n"
"svg .m,svg .e,svg .v{text-anchor:middle;paint-order:stroke;stroke:var(--bg);stroke-width:4px}\n"
"svg .e{font-size:11px;fill:var(--soft)}svg .v{font-weight:600}\n"
"svg .a path{stroke:var(--fg);stroke-width:1.5;fill:none}svg .a .p{fill:var(--fg)}\n"
"svg .c0 path{stroke:var(--req)}svg .c0 .p{fill:var(--req)}svg .c2 path{stroke:var(--ok)}"
"svg .c2 .p{fill:var(--ok)}svg .c4 path,svg .c5 path,svg .c6 path{stroke:var(--warn)}"
"svg .c4 .p,svg .c5 .p,svg .c6 .p{fill:var(--warn)}\n"
"svg .r path{stroke-dasharray:5 4}svg .r .p{stroke-dasharray:none}svg .bad path{stroke-width:2.2;"
"stroke:currentColor}svg .bad .p{fill:currentColor}\n"
"svg .v{fill:currentColor}\n"
"[hidden]{display:none}\n";

/*
 * On a phone the last cell of a wide table, which is text, goes below the others: beside them it
 * would be out of sight.
 */
const char sl_page_style_media[] =
"@media(max-width:40rem){body{padding:.6rem}.call>summary{padding:.5rem}.in{padding:0 .5rem .6rem}\n"
"table.g{display:grid}.g tbody,.g tr{display:contents}.g th,.g td{padding:.3rem;border:0}"
".g td{border-top:1px solid var(--line)}.g td:last-child{grid-column:1/-1;padding-top:0;border:0}"
".g td:empty,.g th:last-child{display:none}.g td.w{min-width:0}\n"
".rules{grid-template-columns:auto auto minmax(9rem,1fr)}"
".caps{grid-template-columns:minmax(9rem,1fr) repeat(4,auto)}}\n"
"@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--card:#fff}"
"body{max-width:none;font-size:10pt}.find{display:none!important}.call{break-inside:avoid-page;"
"content-visibility:visible}.d{overflow:visible}svg{max-width:100%;height:auto}"
"a{color:inherit;text-decoration:none}}\n";

/*
 * Search: shows the calls that hold all the words, in their own text or the heading of their
 * capture, and the captures that have such calls; everything is there without it. A link to a
 * capture that the search hides ends the search, as it would lead nowhere.
 */
const char sl_page_script[] =
"(function(){var d=document,r=d.documentElement,q=d.getElementById('q'),o=d.getElementById('n');"
"if(!q)return;r.className='js';function all(e,s){return [].slice.call(e.querySelectorAll(s))}"
"function low(e){return e.textContent.toLowerCase()}var p=null,w;"
"function load(){p=all(d,'main>section').map(function(e){var c=all(e,'.call');"
"return{e:e,h:low(c.length?e.querySelector('h2'):e),c:c,t:c.map(low)}})}"
"function run(){if(!p)load();var a=q.value.toLowerCase().split(/\\s+/).filter(Boolean),n=0,m=0;"
"p.forEach(function(s){function has(t){return a.every(function(x){"
"return s.h.indexOf(x)>=0||t.indexOf(x)>=0})}"
"var b=n;s.c.forEach(function(e,i){e.hidden=!has(s.t[i]);m++;if(!e.hidden)n++});"
"s.e.hidden=s.c.length?n===b:!has('')});"
"o.textContent=a.length?n+' / '+m:''}"
"q.addEventListener('input',function(){clearTimeout(w);w=setTimeout(run,120)});"
"d.addEventListener('click',function(e){var a=e.target.closest('a'),"
"h=a&&d.getElementById(a.hash.slice(1));if(h&&h.parentNode.hidden){q.value='';run()}});"
"if(q.value)run()})();";
/* clang-format on */
