---------------------------- MODULE StringValues ----------------------------
(* Strings: equality, sets, escapes, as fields and as sequences.           *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Values == <<
  "" = "",
  "a" = "A",
  "a" # "b",
  "tab\tquote\"back\\slash",
  {"b", "a", "b"},
  "x" \in STRING,
  {"x"} \subseteq STRING,
  [a |-> "b"]["a"],
  Cardinality({"a", "b", "a"}),
  Len("hello"),
  "ab" \o "cd",
  "" \o "",
  Len(""),
  [s \in {"k1", "k2"} |-> s \o "!"],
  "TRUE",
  "1",
  <<"a", "b">> \in Seq(STRING),
  [n |-> "x"] \in [n : STRING]
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
