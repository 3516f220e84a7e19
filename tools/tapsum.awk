# SPDX-License-Identifier: EUPL-1.2
# Sums meson's testlog.txt to `N passed, N failed` (and `, N skipped`). -v status is
# the exit status of `meson test`, so that a failure which left no trace in the
# log is a failure all the same. Only the stdout part of a test is counted; what a
# failed line says of its reason is repeated, as the log may be gone when it is read.
BEGIN { WHY = 14 }
function finish()
{
    if (name == "")
        return
    if (!lines && !planned && result == "exit status 0")
        passed++ # a test without TAP
    else if (!lines && result == "exit status 77")
        skipped++
    else if (!lines && planned && plan == 0 && result == "exit status 0")
        skipped++ # 1..0 # SKIP
    else if (!bad && (result != "exit status 0" || (planned && plan != lines))) {
        failed++
        print "broke off: " name " (" result ")"
    }
    name = ""
    why = 0
}
/^=+ +[0-9]+\/[0-9]+ =+$/ { finish(); part = "head"; lines = bad = planned = plan = 0; result = ""; next }
part == "head" && /^test: / { name = $0; sub(/^test: +/, "", name); next }
part == "head" && /^result: / { result = $0; sub(/^result: +/, "", result); next }
/^-+ stdout -+$/ { part = "stdout"; next }
/^-+ stderr -+$/ { part = "stderr"; next }
part == "stdout" && /^1\.\.[0-9]+/ { planned = 1; plan = substr($1, 4) + 0; next }
part == "stdout" && /^ok [0-9]+/ { why = 0; lines++; if (/# SKIP/) skipped++; else passed++; next }
part == "stdout" && /^not ok [0-9]+/ { lines++; bad++; failed++; why = WHY; print "not ok: " name ": " $0; next }
part == "stdout" && /^ +\.\.\./ { why = 0 }
part == "stdout" && why > 0 && !/^ +(---|duration_ms|type|location|stack)/ { why--; print "    " $0; next }
END {
    finish()
    if (!failed && (status + 0 || !passed))
        failed = 1
    printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : ""
    exit failed > 0
}
