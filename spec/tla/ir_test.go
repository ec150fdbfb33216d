package tla

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const corpus = "testdata/conformance"

func readIR(t testing.TB, name string) *Module {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, name, name+".ir"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadIR(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func corpusNames(t testing.TB) []string {
	files, err := filepath.Glob(filepath.Join(corpus, "*", "*.ir"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".ir")
	}
	return files
}

func TestIRRoundTrip(t *testing.T) {
	for _, name := range corpusNames(t) {
		want, err := os.ReadFile(filepath.Join(corpus, name, name+".ir"))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := readIR(t, name).WriteIR(&b); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s: the IR is not written as it was read", name)
		}
	}
}

func TestHashIgnoresPlacesAndSources(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpus, "Let", "Let.ir"))
	if err != nil {
		t.Fatal(err)
	}
	hash := func(s string) string {
		m, err := ReadIR(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		return m.Hash()
	}
	want := hash(string(text))
	moved := strings.ReplaceAll(string(text), "@12:", "@13:")
	moved = strings.Replace(moved, "(source Let ", "(source Let 00", 1)
	if moved == string(text) || hash(moved) != want {
		t.Error("the hash changes with places or sources")
	}
	if hash(strings.Replace(string(text), " 20)", " 21)", 1)) == want {
		t.Error("the hash does not change with a number")
	}
}

func TestUnreadableIR(t *testing.T) {
	head := irVersion + "\n"
	for _, text := range []string{"", "synod-ir 99\n", head, head + "(root", head + "(root A))", head + "(def A B () (num 1))",
		head + "(root A)(root A)", head + "(root A)(nonsense)", head + "(root A)(def A B () (def:A.C))",
		head + "(root A)(def A B () (.x))", head + "(root A)(def A B () (num 99999999999))", head + "(root A)(def A B () (noop))",
		head + "(root A)(def A B () (num @1:1 1))", head + "(root A)(def A B () (TRUE))(def A B () (TRUE))",
		head + "(root A)" + strings.Repeat("(", 100000), head + "(root A)(def A B () (str \"\\x\"))"} {
		if _, err := ReadIR(strings.NewReader(text)); err == nil {
			t.Errorf("%.60q was accepted", text)
		}
	}
}

// smallXML is what SANY exports for a module with one variable and x = 1.
const smallXML = `<modules><RootModule>A</RootModule><context>
<entry><UID>1</UID><OpDeclNode><uniquename>x</uniquename><arity>0</arity><kind>3</kind></OpDeclNode></entry>
<entry><UID>2</UID><BuiltInKind><uniquename>=</uniquename><arity>2</arity></BuiltInKind></entry>
<entry><UID>3</UID><UserDefinedOpKind><location><column><begin>1</begin><end>9</end></column><line><begin>2</begin><end>2</end></line><filename>A</filename></location><uniquename>Init</uniquename><arity>0</arity><body><OpApplNode><operator><BuiltInKindRef><UID>2</UID></BuiltInKindRef></operator><operands><OpApplNode><operator><OpDeclNodeRef><UID>1</UID></OpDeclNodeRef></operator><operands/></OpApplNode><NumeralNode><IntValue>1</IntValue></NumeralNode></operands></OpApplNode></body><params/></UserDefinedOpKind></entry>
<entry><UID>4</UID><ModuleNode><uniquename>A</uniquename><OpDeclNodeRef><UID>1</UID></OpDeclNodeRef><UserDefinedOpKindRef><UID>3</UID></UserDefinedOpKindRef></ModuleNode></entry>
</context><ModuleNodeRef><UID>4</UID></ModuleNodeRef></modules>`

func TestParseXML(t *testing.T) {
	m, err := ParseXML(strings.NewReader(smallXML))
	if err != nil {
		t.Fatal(err)
	}
	cfg := NewConfig()
	cfg.Init = "Init"
	s, err := Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	states, err := s.Init()
	if err != nil || len(states) != 1 || states[0].String() != `/\ x = 1` {
		t.Errorf("%v, %v", states, err)
	}
	for _, bad := range []string{"", "<x/>", "<modules><RootModule>A</RootModule></modules>",
		strings.Replace(smallXML, "<UID>2</UID></BuiltInKindRef>", "<UID>77</UID></BuiltInKindRef>", 1),
		strings.Replace(smallXML, "<IntValue>1<", "<IntValue>3000000000<", 1),
		strings.Replace(smallXML, "NumeralNode", "DecimalNode", 2), smallXML[:len(smallXML)-20]} {
		if _, err := ParseXML(strings.NewReader(bad)); err == nil {
			t.Errorf("%.80q… was accepted", bad)
		}
	}
}
