# SPDX-License-Identifier: EUPL-1.2
# For headers.sh: every header of HEADERS (absolute) in an empty file with CC and
# FLAGS. What is unchanged since it last compiled, with all it includes, is not
# compiled again; the marks lie in OUT, one folder for each compiler and flags.
all: $(HEADERS:%=$(OUT)%.ok)

$(OUT)/%.ok: /%
	@mkdir -p $(@D)
	@$(CC) $(FLAGS) -fsyntax-only -MD -MF $@.d -MT $@ -include $< -x c /dev/null
	@touch $@

-include $(patsubst %,$(OUT)%.ok.d,$(HEADERS))
