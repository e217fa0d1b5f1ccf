"""Signs that TeX has in every school: the names that Anki's MathJax knows, too.

The table of Unicode maths knows four thousand names, which MathJax would show in red.
"""

from __future__ import annotations

from typing import Final

SIGNS: Final = frozenset(
    f"\\{name}"
    for name in """
    And Arrowvert Bbbk Box Bumpeq Cap Coloneqq Cup Delta Diamond Doteq Downarrow Finv Game Gamma
    Im Join Lambda Leftarrow Leftrightarrow Lleftarrow Longleftarrow Longleftrightarrow
    Longrightarrow Lsh Omega Phi Pi Psi Re Rightarrow Rrightarrow Rsh S Sigma Subset Supset Theta
    Uparrow Updownarrow Upsilon Vdash Vert Vvdash Xi aleph alpha amalg angle approx approxeq
    arrowvert ast asymp backepsilon backprime backsim backsimeq backslash barwedge because beta
    beth between bigcap bigcirc bigcup bigodot bigoplus bigotimes bigsqcup bigstar bigtriangledown
    bigtriangleup biguplus bigvee bigwedge blacklozenge blacksquare blacktriangle
    blacktriangledown blacktriangleleft blacktriangleright bot bowtie boxdot boxminus boxplus
    boxtimes bracevert bullet bumpeq cap cdot cdotp cdots centerdot checkmark chi circ circeq
    circlearrowleft circlearrowright circledR circledS circledast circledcirc circleddash clubsuit
    colon coloneq coloneqq complement cong coprod cup curlyeqprec curlyeqsucc curlyvee curlywedge
    curvearrowleft curvearrowright dagger daleth dashleftarrow dashrightarrow dashv ddagger ddots
    delta diagdown diagup diamond diamondsuit digamma div divideontimes doteq doteqdot dotplus
    dots dotsb dotsc dotsi dotsm dotso doublebarwedge doublecap doublecup downarrow downdownarrows
    downharpoonleft downharpoonright ell emptyset epsilon eqcirc eqqcolon eqsim eqslantgtr
    eqslantless equiv eta eth exists fallingdotseq flat forall frown gamma ge geq geqq geqslant
    gets gg ggg gggtr gimel gnapprox gneq gneqq gnsim gt gtrapprox gtrdot gtreqless gtreqqless
    gtrless gtrsim gvertneqq hbar heartsuit hookleftarrow hookrightarrow hslash iff iiint iint
    imath impliedby implies in infty int intercal intop iota jmath kappa lVert lambda land langle
    lbrace lbrack lceil ldotp ldots le leadsto leftarrow leftarrowtail leftharpoondown
    leftharpoonup leftleftarrows leftrightarrow leftrightarrows leftrightharpoons
    leftrightsquigarrow leftthreetimes leq leqq leqslant lessapprox lessdot lesseqgtr lesseqqgtr
    lessgtr lesssim lfloor lgroup lhd ll llcorner lll llless lmoustache lnapprox lneq lneqq lnot
    lnsim longleftarrow longleftrightarrow longmapsto longrightarrow looparrowleft looparrowright
    lor lozenge lrcorner lt ltimes lvert lvertneqq maltese mapsto measuredangle mho mid models mp
    mu multimap nLeftarrow nLeftrightarrow nRightarrow nVDash nVdash nabla natural ncong ne
    nearrow neg neq nexists ngeq ngeqq ngeqslant ngtr ni nleftarrow nleftrightarrow nleq nleqq
    nleqslant nless nmid notin nparallel nprec npreceq nrightarrow nshortmid nshortparallel nsim
    nsubseteq nsubseteqq nsucc nsucceq nsupseteq nsupseteqq ntriangleleft ntrianglelefteq
    ntriangleright ntrianglerighteq nu nvDash nvdash nwarrow odot oint omega omicron ominus oplus
    oslash otimes owns parallel partial perp phi pi pitchfork pm pounds prec precapprox
    preccurlyeq preceq precnapprox precneqq precnsim precsim prime prod propto psi rVert rangle
    rbrace rbrack rceil restriction rfloor rgroup rhd rho rightarrow rightarrowtail
    rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows
    rightsquigarrow rightthreetimes risingdotseq rmoustache rtimes rvert searrow setminus sharp
    shortmid shortparallel sigma sim simeq smallfrown smallint smallsetminus smallsmile smile
    spadesuit sphericalangle sqcap sqcup sqsubset sqsubseteq sqsupset sqsupseteq square star
    subset subseteq subseteqq subsetneq subsetneqq succ succapprox succcurlyeq succeq succnapprox
    succneqq succnsim succsim sum supset supseteq supseteqq supsetneq supsetneqq surd swarrow tau
    therefore theta thickapprox thicksim times to top triangle triangledown triangleleft
    trianglelefteq triangleq triangleright trianglerighteq twoheadleftarrow twoheadrightarrow
    ulcorner unlhd unrhd uparrow updownarrow upharpoonleft upharpoonright uplus upsilon upuparrows
    urcorner vDash varDelta varGamma varLambda varOmega varPhi varPi varPsi varSigma varTheta
    varUpsilon varXi varepsilon varkappa varnothing varphi varpi varpropto varrho varsigma
    varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq vartheta vartriangle vartriangleleft
    vartriangleright vdash vdots vee veebar vert wedge wp wr xi yen zeta
    """.split()
)
