package tla_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// shop loads the module of the examples: its graph, which SANY has exported and
// WriteIR has written, its text, which messages quote, and a configuration.
func shop() (*tla.Spec, error) {
	ir, err := os.ReadFile("testdata/why/Shop.ir")
	if err != nil {
		return nil, err
	}
	m, err := tla.ReadIR(bytes.NewReader(ir))
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile("testdata/why/Shop.tla")
	if err != nil {
		return nil, err
	}
	if err := m.AttachSource("Shop", text); err != nil {
		return nil, err
	}
	cfg, err := tla.ParseConfig("Shop.cfg", strings.NewReader(`
		CONSTANTS Item = {"tea", "cup"}  Customer = {ann, bob}
		INIT Init  NEXT Next`))
	if err != nil {
		return nil, err
	}
	return tla.Load(m, cfg)
}

// Load a specification, take steps, and ask why another is not possible.
func Example() {
	s, err := shop()
	if err != nil {
		fmt.Println(err)
		return
	}
	init, err := s.Init()
	if err != nil {
		fmt.Println(err)
		return
	}
	st := init[0]
	for _, step := range []string{"Open", `Choose(ann, "tea")`} {
		a, args, _, err := s.ParseCall(step)
		if err != nil {
			fmt.Println(err)
			return
		}
		next, enabled, err := a.Call(st, args...)
		if err != nil || !enabled {
			fmt.Println(step, enabled, err)
			return
		}
		fmt.Println(step, "changes", tla.Changed(st, next))
		st = next
	}
	a, args, _, _ := s.ParseCall(`Choose(bob, "tea")`)
	why, err := a.Why(st, args...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(why)
	// Output:
	// Open changes [open]
	// Choose(ann, "tea") changes [stock cart]
	// stock[i] > 0 does not hold (Shop:20:15)
	//   stock[i] = 0
	//   in InStock(i) (Shop:37:6)
	//   in Choose(c, i) (Shop:95:38)
	//   2 of 5 conjuncts fail, also Free(i)
}

// SANY's XMLExporter writes the graph of a module and of everything it extends:
//
//	java -cp tla2tools.jar tla2sany.xml.XMLExporter -o M.tla > M.xml
//
// It is large. WriteIR keeps what matters in a few kilobytes, which can be
// checked in: no JVM is needed to read it.
func ExampleParseXML() {
	f, err := os.Open("testdata/xml/XmlAction.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	m, err := tla.ParseXML(f)
	if err != nil {
		fmt.Println(err)
		return
	}
	var ir bytes.Buffer
	if err := m.WriteIR(&ir); err != nil {
		fmt.Println(err)
		return
	}
	again, err := tla.ReadIR(&ir)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(again.Name(), again.Constants(), again.Variables(), again.Hash() == m.Hash())
	// Output:
	// XmlAction [C] [x] true
}

// Eval evaluates a definition in a state, with arguments if it has parameters.
func ExampleSpec_Eval() {
	s, err := shop()
	if err != nil {
		fmt.Println(err)
		return
	}
	init, err := s.Init()
	if err != nil {
		fmt.Println(err)
		return
	}
	st := init[0].With("stock", tla.Record(tla.Field{Name: "tea", Value: tla.Int(3)}, tla.Field{Name: "cup", Value: tla.Int(0)}))
	for _, item := range []string{"tea", "cup"} {
		v, err := s.Eval("InStock", st, tla.Str(item))
		fmt.Println(item, v, err)
	}
	_, err = s.Eval("InStock", st, tla.Str("pot"))
	fmt.Println(err)
	// Output:
	// tea TRUE <nil>
	// cup FALSE <nil>
	// Shop:20:15: the record [cup |-> 0, tea |-> 3] has no field pot
}

// Successors enumerates the steps from a state as TLC does. An action whose
// parameters have infinite sets can be called, but not enumerated.
func ExampleSpec_Successors() {
	m, cfg, err := counter()
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	init, err := s.Init()
	if err != nil {
		fmt.Println(err)
		return
	}
	err = s.Successors(init[0], func(action string, next tla.State) bool {
		fmt.Printf("%s: %s\n", action, next)
		return true
	})
	fmt.Println(err)
	// Output:
	// Add: /\ n = 1
	// Add: /\ n = 2
	// <nil>
}

// Explore computes all reachable states and checks what the configuration asks
// for.
func ExampleExplore() {
	m, cfg, err := counter()
	if err != nil {
		fmt.Println(err)
		return
	}
	cfg.Invariants = []string{"Small"}
	s, err := tla.Load(m, cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := tla.Explore(s, tla.ExploreOptions{CheckInvariants: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.Violation)
	for _, step := range g.Trace(g.Violation.State) {
		fmt.Printf("%-4s %s\n", step.Action, step.State)
	}
	why, err := s.WhyFalse("Small", g.States[g.Violation.State])
	fmt.Println(why, err)
	// Output:
	// invariant Small is violated
	//      /\ n = 0
	// Add  /\ n = 2
	// Add  /\ n = 4
	// n < 4 does not hold (Counter:8:1)
	//   n = 4 <nil>
}

// Nearest finds the step that leads to what was observed, or the one that comes
// nearest, and says what is different.
func ExampleSpec_Nearest() {
	m, cfg, err := counter()
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	init, err := s.Init()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, observed := range []int64{2, 3} {
		steps, err := s.Nearest(init[0], map[string]tla.Value{"n": tla.Int(observed)})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("n = %d: %s\n%s\n", observed, steps[0], steps[0].Why)
	}
	// Output:
	// n = 2: Add(2)
	// the action is enabled
	// n = 3: Add(1)
	// n' = n + k does not hold (Counter:6:3)
	//   n' is 3; the action gives 1
	//   in Add(k) (Counter:7:23)
}

// counter is a small module as IR, and a configuration made by hand.
func counter() (*tla.Module, *tla.Config, error) {
	m, err := tla.ReadIR(strings.NewReader(`synod-ir 1
(root Counter)
(source Counter "")
(variable Counter n 0 @3:10-3:10)
(def Counter Init @4:1-4:13 () (= @4:9-4:13 (var:Counter.n @4:9-4:9) (num @4:13-4:13 0)))
(def Counter Add @5:1-6:15 (k) ("\\land" @5:11-6:15
  (std:Naturals.</2 @5:14-5:18 (var:Counter.n @5:14-5:14) (num @5:18-5:18 6))
  (= @6:3-6:12 (' @6:3-6:4 (var:Counter.n @6:3-6:3)) (std:Naturals.+/2 @6:8-6:12 (var:Counter.n @6:8-6:8) (.k @6:12-6:12)))))
(def Counter Next @7:1-7:28 () ($BoundedExists @7:9-7:28 (in (k) (std:Naturals.../2 @7:16-7:19 (num @7:16-7:16 1) (num @7:19-7:19 2))) (def:Counter.Add @7:23-7:28 (.k @7:27-7:27))))
(def Counter Small @8:1-8:14 () (std:Naturals.</2 @8:1-8:5 (var:Counter.n @8:1-8:1) (num @8:5-8:5 4)))
`))
	cfg := tla.NewConfig()
	cfg.Init, cfg.Next, cfg.CheckDeadlock = "Init", "Next", false
	return m, cfg, err
}

// A value prints as TLC prints it, and is read back from that.
func ExampleParseValue() {
	v, err := tla.ParseValue(`[from |-> n1, votes |-> {<<2, "x">>, <<1, "y">>}]`)
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, _ := v.Field("votes")
	fmt.Println(v.Kind(), votes.Len(), votes)
	fmt.Println(string(tla.AppendJSON(nil, v)))
	// Output:
	// record 2 {<<1, "y">>, <<2, "x">>}
	// {"from":{"#mv":"n1"},"votes":{"#set":[[1,"y"],[2,"x"]]}}
}
