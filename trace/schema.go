// Package trace defines what a node writes down about its own steps, and how
// it is written and read: JSON Lines for people and archives, CBOR where speed
// matters. One event is one action of the specification, taken by one node.
//
// A segment is a Header followed by Events, of one incarnation of one node; it
// closes with an End when the node stops in good order. Lines of a segment may
// stand in any order after the header: (node, inc, seq) says where each belongs.
//
// The package knows the shape of a trace and nothing of any protocol. Whether a
// trace is a behaviour of its specification is the business of package check.
package trace

// FormatMajor and FormatMinor are the version of the schema that this package
// writes. A reader refuses a higher major version and ignores, but counts,
// fields that it does not know. Since 1.1 there may be blocks in the binary form,
// which a reader of 1.0 takes for damage.
const (
	FormatMajor = 1
	FormatMinor = 1
)

// Format is the version as headers carry it.
const Format = "1.1"

// An Entry is one line of a trace: a *Header, *Event, *Gap or *End.
type Entry interface{ entry() }

// Ref names an event: the node that took it, that node's incarnation (1 at its
// first start, one more at each later start) and the event's sequence number
// (1 for the first event of an incarnation, then without gaps).
type Ref struct {
	Node int
	Inc  uint64
	Seq  uint64
}

// Prev names the end of a node's previous incarnation.
//
// Events says nothing that Last does not: as sequence numbers count from 1
// without gaps, recorded or not, the two are always equal. It is a check value,
// here and in an End. With one number alone, a wrong one would look like the
// loss of the last events.
type Prev struct {
	Inc    uint64 // always one less than the header's
	Last   uint64 // the last sequence number taken in it; 0 if there is none
	Events uint64 // how many events were taken in it; equal to Last
	Open   bool   // more may have been taken: a power loss took what was not on disk
}

// A Header opens a segment.
type Header struct {
	Format  string // "major.minor"
	Run     string // tells runs of one cluster apart
	Cluster string // the cluster's name
	Node    int
	Inc     uint64
	First   uint64   // sequence number of the segment's first event
	Spec    string   // the TLA+ module that the events are actions of
	Hash    string   // hash of that module's resolved form, hex
	Nodes   []int    // the specification's constant Node, ascending
	Prev    *Prev    // nil in the first incarnation
	State   []Change // the node's whole own state before event First; nil where that is Restart
	Values  []NamedValue
}

// An Event is one action of the specification.
type Event struct {
	Ref
	Action    string
	Args      []Arg    // the action's parameters after the node, in order
	In        []Cited  // the messages the action used
	Out       []Value  // the messages the action adds
	Post      []Change // the node's own paths that changed, or the whole state after Restart
	Values    []NamedValue
	Recovered bool   // copied from the log by a later incarnation
	Time      string // RFC 3339, for people; nothing reads it
}

// An Arg is a parameter of an action and the value that it had.
type Arg struct {
	Name  string
	Value Value
}

// A Cited message is one that an action used: where it was first added, and
// what it says.
type Cited struct {
	Ref
	Msg Value
}

// A Change is a path of a node's own state with its new value, or with none:
// the path is a variable's name, or that and a key, as in vote[17].
type Change struct {
	Path  string
	Value Value // empty if and only if the path is gone
}

// Gone tells whether the change removes its path.
func (c Change) Gone() bool { return c.Value == "" }

// A NamedValue says what a name stands for in its segment: wherever a value there
// has Named(Name), Value is meant. The first entry of a segment that has the name
// defines it; whoever defines it again must say the same. Which names a value may
// have is for package check to say: a name that does not follow from its value
// would be worth nothing.
type NamedValue struct {
	Name  string
	Value Value
}

// A Gap says that the node took the events From to To without recording them,
// and what its whole own state was after To.
type Gap struct {
	Node   int
	Inc    uint64
	From   uint64
	To     uint64
	State  []Change
	Values []NamedValue
}

// An End says that the node stopped in good order after event Seq of Inc.
type End struct {
	Node   int
	Inc    uint64
	Seq    uint64
	Events uint64 // how many events the incarnation took; a check value, as in Prev
}

func (*Header) entry() {}
func (*Event) entry()  {}
func (*Gap) entry()    {}
func (*End) entry()    {}
