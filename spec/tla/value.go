package tla

import "iter"

// Kind is the shape of a value. Its order is the first key of [Compare].
type Kind uint8

// The kinds of values. Tuples (sequences) and records are functions with the
// domains 1..n and a set of strings; a value always has the most specific kind,
// so that equal values have equal kinds.
const (
	KindInvalid Kind = iota
	KindBool
	KindInt
	KindString
	KindModel
	KindTuple
	KindRecord
	KindFunction
	KindSet
	kindOperator // internal: an operator passed as an argument
	kindFailed   // internal: an argument whose evaluation failed
)

var kindNames = [...]string{"invalid value", "boolean", "integer", "string", "model value", "tuple",
	"record", "function", "set", "operator", "failed argument"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown kind"
}

// A Value is an immutable TLA+ value. The zero Value is no value at all; its
// kind is [KindInvalid]. Compare values with Equal, not with ==.
type Value struct {
	o *object
	n int64 // of integers and booleans
}

// object holds what does not fit into a Value. The root node of a collection is
// part of it, so that a small collection is one allocation plus its slices.
// State graphs are made of objects: what few of them have stands apart.
type object struct {
	node  // tuples, records, functions, sets; of others the hash alone
	kind  Kind
	lazy  *lazyData // sets and functions that are not written out
	*rare           // strings, model values and what is no value of the language
}

type rare struct {
	text  string // strings and model values
	op    *opValue
	err   *Error
	index indexes // of sets with many elements
}

// textObject makes a string or model value in one allocation.
func textObject(kind Kind, text string, hash uint64) *object {
	o := &struct {
		object
		more rare
	}{object: object{node: node{hash: hash}, kind: kind}, more: rare{text: text}}
	o.rare = &o.more
	return &o.object
}

var (
	intObject  = &object{kind: KindInt}
	boolObject = &object{kind: KindBool}

	trueValue  = Value{o: boolObject, n: 1}
	falseValue = Value{o: boolObject}
	emptyTuple = Value{o: &object{kind: KindTuple}}
	emptySet   = Value{o: &object{kind: KindSet}}
)

// Int returns the integer n.
func Int(n int64) Value { return Value{o: intObject, n: n} }

// Bool returns TRUE or FALSE.
func Bool(b bool) Value {
	if b {
		return trueValue
	}
	return falseValue
}

// Str returns a string.
func Str(s string) Value {
	if v, ok := internedText(s); ok {
		return v
	}
	return textValue(s)
}

func textValue(s string) Value {
	return Value{o: textObject(KindString, s, textHash(s, tagString))}
}

// Model returns the model value of that name. It is equal to itself only.
func Model(name string) Value {
	return Value{o: textObject(KindModel, name, textHash(name, tagModel))}
}

// Kind returns the kind of v.
func (v Value) Kind() Kind {
	if v.o == nil {
		return KindInvalid
	}
	return v.o.kind
}

// IsValid says whether v is a value, not the zero Value.
func (v Value) IsValid() bool { return v.o != nil }

// Int64 returns the number that v is, if it is one.
func (v Value) Int64() (int64, bool) { return v.n, v.o == intObject }

// Truth returns the truth value that v is, if it is one.
func (v Value) Truth() (value, ok bool) { return v.n == 1, v.o == boolObject }

// Text returns the text of a string or the name of a model value.
func (v Value) Text() (string, bool) {
	if k := v.Kind(); k == KindString || k == KindModel {
		return v.o.text, true
	}
	return "", false
}

// Len returns the number of elements of a set, or of a function's domain. It is
// 0 for other values and for infinite sets.
func (v Value) Len() int {
	v, ok := written(v)
	if !ok || v.o == nil {
		return 0
	}
	return v.o.count
}

// Elements yields the elements of a set in the order of [Compare], or those of a
// tuple in sequence. It yields nothing for other values and for infinite sets.
func (v Value) Elements() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		v, ok := written(v)
		if !ok {
			return
		}
		switch v.Kind() {
		case KindSet:
			v.o.eachKey(yield)
		case KindTuple:
			v.o.eachPair(func(_, x Value) bool { return yield(x) })
		}
	}
}

// Pairs yields the arguments and results of a function, record or tuple in the
// order of its arguments.
func (v Value) Pairs() iter.Seq2[Value, Value] {
	return func(yield func(Value, Value) bool) {
		if v, ok := written(v); ok && isFunction(v) {
			v.o.eachPair(yield)
		}
	}
}

// Apply returns f[arg] if f is a function with arg in its domain.
func (v Value) Apply(arg Value) (result Value, ok bool) {
	if !arg.IsValid() {
		return Value{}, false
	}
	if isFunction(v) && v.o.lazy == nil && arg.o == intObject && firstArgument(v).o == intObject {
		return v.o.get(arg)
	}
	err := guard(func() { result, ok = apply(machineFor(v, arg), v, arg) })
	return result, ok && err == nil
}

// Field returns the field of a record.
func (v Value) Field(name string) (Value, bool) {
	if v.Kind() != KindRecord {
		return Value{}, false
	}
	return v.o.get(Str(name))
}

// Contains says whether x is an element of the set v, which may be infinite.
func (v Value) Contains(x Value) (ok bool) {
	if v.Kind() != KindSet {
		return false
	}
	err := guard(func() { ok = contains(machineFor(v, x), v, x) })
	return ok && err == nil
}

// With returns the function that is v except that it maps key to value; key may
// be outside v's domain. It returns the zero Value if v is not a function, or key
// is of a kind that cannot be compared with its arguments.
func (v Value) With(key, value Value) Value {
	v, ok := written(v)
	if !ok || !isFunction(v) || !key.IsValid() || !value.IsValid() {
		return Value{}
	}
	var w Value
	if guard(func() { w = withKey(v, key, value) }) != nil {
		return Value{}
	}
	return w
}

// machineFor returns a machine if one of the values is not written out, so that
// something may have to be evaluated.
func machineFor(a, b Value) *machine {
	if a.o.lazy == nil && b.IsValid() && b.o.lazy == nil {
		return nil
	}
	return newMachine(nil)
}

func isFunction(v Value) bool {
	k := v.Kind()
	return k == KindTuple || k == KindRecord || k == KindFunction
}

// written returns v with all its elements written out; ok is false if that
// cannot be done.
func written(v Value) (w Value, ok bool) {
	if v.o == nil || v.o.lazy == nil {
		return v, v.o != nil
	}
	if isInfinite(v) {
		return Value{}, false
	}
	err := guard(func() { w = force(newMachine(nil), v) })
	return w, err == nil
}
