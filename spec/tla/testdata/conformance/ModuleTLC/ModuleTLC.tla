----------------------------- MODULE ModuleTLC ------------------------------
(* Operators of the module TLC.                                            *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, val
Values == <<
  1 :> "a",
  1 :> "a" @@ 3 :> "b",
  {1, 2} :> 3,
  Permutations({1, 2}),
  Permutations({"a"}),
  Cardinality(Permutations({1, 2, 3, 4})),
  Permutations({}),
  SortSeq(<<3, 1, 2>>, LAMBDA a, b : a < b),
  SortSeq(<<3, 1, 2>>, >),
  SortSeq(<<>>, LAMBDA a, b : a < b),
  SortSeq(<<<<2, "b">>, <<1, "a">>, <<2, "a">>, <<1, "b">>>>, LAMBDA a, b : a[1] < b[1]),
  SortSeq(<<1, 1, 2>>, LAMBDA a, b : a > b),
  Print("printed", 5),
  PrintT(<<1, "two">>),
  Assert(TRUE, "fine"),
  Assert(1 + 1 = 2, <<"not", "shown">>),
  TLCEval({x \in 1 .. 3 : x > 1}),
  TLCEval(5) + 1,
  [f \in Permutations({1, 2}) |-> f[1]]
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
