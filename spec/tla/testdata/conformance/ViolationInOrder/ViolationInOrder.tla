-------------------------- MODULE ViolationInOrder --------------------------
(* What has been found when a violation ends the search depends on the      *)
(* order in which the elements of sets are tried.                           *)
EXTENDS Integers, Sequences
CONSTANTS Node
VARIABLE x
Init == x = <<>>
Next == Len(x) < 3 /\ \E i \in {"b", "a", "c"}, j \in SUBSET {"z", "y"}, n \in Node : x' = Append(x, <<i, j, n>>)
Other == Len(x) < 2 \/ x[1][1] # "a" \/ x[1][2] # {"y"} \/ x[2][1] # "c" \/ x[2][3] # x[1][3]
=============================================================================
