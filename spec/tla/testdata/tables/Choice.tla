------------------------------- MODULE Choice -------------------------------
(* Choice: which element CHOOSE takes, and what records and strings are compared by. *)
EXTENDS Integers, Sequences, FiniteSets, TLC, Bags
foo == {"zzq", "yyq"}

X1 == CHOOSE x \in {"zzq","yyq"} : TRUE
X2 == CHOOSE x \in {[zf |-> 1, yf |-> 2],[yf |-> 1, zf |-> 2]} : TRUE
X3 == {[zf |-> 1, yf |-> 2],[yf |-> 1, zf |-> 2]}
X4 == [zf |-> 1, yf |-> 2] = [yf |-> "a", zf |-> 2]
X5 == [zf |-> 1, yf |-> 2] = [yf |-> "a", zf |-> 3]
X6 == [zf |-> 2, yf |-> 1] = [zf |-> 3, yf |-> "a"]
X7 == {<<"zzq">>, <<"yyq">>}
X8 == [x \in {"zzq","yyq"} |-> 1]
X9 == {<<1,2>>, <<1>>, <<2>>}
X10 == [zf : {1,2}, yf : {1,2}]
X11 == CHOOSE x \in [zf : {1,2}, yf : {1,2}] : x.zf # x.yf
X12 == CHOOSE x \in [{"zzq","yyq"} -> {1,2}] : TRUE
X13 == CHOOSE x \in [{"zzq","yyq"} -> {1,2}] : x["zzq"] # x["yyq"]
X14 == CHOOSE x \in SUBSET {1,2,3} : Cardinality(x) = 2
X15 == CHOOSE x \in SUBSET {1,2,3} : 3 \in x
X16 == CHOOSE x \in SUBSET {1,2,3} : 2 \in x
X17 == CHOOSE x \in SUBSET {1,2,3,4} : Cardinality(x) > 1 /\ 1 \notin x
X18 == SUBSET {1,2,3}
X19 == CHOOSE x \in ({1,2} \X {3,4}) : x[2] = 4
X20 == CHOOSE x \in {3,4} \cup {1,2} : TRUE
X21 == CHOOSE x \in {{1},{2,3}} \cup {{}} : x # {}
X22 == CHOOSE x \in UNION {{3,4},{1,2}} : TRUE
X23 == CHOOSE x \in {y % 3 : y \in 5..7} : TRUE
X24 == CHOOSE x \in BOOLEAN : TRUE
X25 == CHOOSE x \in {TRUE, FALSE} : TRUE
X26 == CHOOSE x \in {y \in {5,3,4} : y > 3} : TRUE
X27 == CHOOSE x \in (5..7) \ {5} : TRUE
X28 == CHOOSE x \in [1..2 -> SUBSET {1,2}] : x[1] # x[2]
X29 == CHOOSE x \in {1 :> 2, 1 :> 1, 2 :> 0} : TRUE
X30 == CHOOSE x \in {5 :> 2, <<1>>, <<0>>} : TRUE
X31 == CHOOSE x \in DOMAIN [a |-> 1, b |-> 2] : TRUE
X32 == CHOOSE x \in DOMAIN [b |-> 1, a |-> 2] : TRUE
X33 == CHOOSE x \in DOMAIN [zzq |-> 1, yyq |-> 2] : TRUE
X34 == CHOOSE x \in SUBSET {"zzq","yyq"} : Cardinality(x) = 1
X35 == [a |-> 1, b |-> "x"] = [b |-> 2, a |-> 3]
=============================================================================
