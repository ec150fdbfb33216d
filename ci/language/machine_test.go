package language

import (
	"strings"
	"testing"
)

// Every machine drawn has its initial states and its actions in the module, and
// the same seed draws the same.
func TestMachinesShareAModule(t *testing.T) {
	ms := []machine{machines.Example(1), machines.Example(2), machines.Example(3)}
	text := module(ms)
	for _, want := range []string{`2 \in Live /\ id = 2 /\ x = `, "M0A0(p) ==", "M2A1(p) ==", `\E p \in 0 .. 1 : M2A1(p)`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if again := module([]machine{machines.Example(1), machines.Example(2), machines.Example(3)}); again != text {
		t.Error("the same seeds draw another module")
	}
	if got := config([]int{0, 2}); !strings.Contains(got, "CONSTANT Live = {0, 2}\n") {
		t.Errorf("configuration\n%s", got)
	}
}
